import type { Survey } from '../survey.ts';

export interface ProbeLimits {
  /** Most pages that are read of a list. */
  readonly pages: number;
}

/** Asks about one thing. What it finds out goes into the survey's ledger and facts. */
export type Probe = (survey: Survey, limits: ProbeLimits) => Promise<void>;
