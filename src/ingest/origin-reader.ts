import type { ImportListener } from './import-files.ts';
import type { Intake, IntakeParts } from './intake.ts';
import type { Origin, SourceDefinition } from './source-definition.ts';

/** A run of a source, as the reader of its origin sees it. */
export interface OriginRun<K extends Origin['kind'] = Origin['kind']> {
  source: SourceDefinition & { origin: Extract<Origin, { kind: K }> };
  intake: Intake;
  parts: IntakeParts & { stop?: AbortSignal };
  listener: ImportListener;
  /** Where the last run left off, as that run saved it. */
  state: unknown;
  saveState(state: unknown): Promise<void>;
}

/**
 * Reads one kind of origin into the intake. Answers with what of it could not be read, such as `a.xml is empty`: unless
 * that is nothing, nothing is missing for sure. Faults: it cannot be reached or breaks off.
 */
export type OriginReader<K extends Origin['kind']> = (run: OriginRun<K>) => Promise<readonly string[]>;
