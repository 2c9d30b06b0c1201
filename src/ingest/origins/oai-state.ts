import { createHash } from 'node:crypto';
import type { ResumePoint } from '../../harvest/harvest-list.ts';

/** Where the harvest of a list stands. */
export interface ListProgress {
  from?: string;
  resume?: ResumePoint;
}

/** By metadataPrefix, or by that and a set with a space between. */
export type Lists = Record<string, ListProgress | undefined>;

/** Stands beside the lists: no metadataPrefix has a colon. */
const HARVESTED = 'harvested:';

/** What the lists are of: when one of these is another, they begin anew. */
interface Harvested {
  /** A digest of the baseUrl, which may hold secrets. */
  address: string;
  /** What every item is put in. */
  sets: readonly string[];
}

type Mark = Record<typeof HARVESTED, Harvested>;

/**
 * The lists to go on with, and what is to be saved beside them, by what was saved last. In words, where they have to
 * begin anew, why. A state that does not tell what it is of is taken as it is.
 */
export function goOn(
  saved: unknown,
  { baseUrl, sets }: { baseUrl: string; sets: readonly string[] },
): { lists: Lists; mark: Mark; whyAnew: string | undefined } {
  const { [HARVESTED]: before, ...lists } = { ...(saved as (Lists & Partial<Mark>) | undefined) };
  const now: Harvested = { address: digest(baseUrl), sets: [...new Set(sets)].sort() };
  const resume = Object.values(lists as Lists).find((list) => list?.resume !== undefined)?.resume;
  const address = before?.address ?? (resume && digest(resume.baseUrl));
  const why: string[] = [];
  if (address !== undefined && address !== now.address) {
    why.push('it has another address than in the last run (what only the former one had stays here)');
  }
  if (before !== undefined && JSON.stringify(before.sets) !== JSON.stringify(now.sets)) {
    why.push(`its records are put in other sets than in the last run (${now.sets.join(', ') || 'none'})`);
  }
  const mark = { [HARVESTED]: now };
  if (why.length === 0) return { lists, mark, whyAnew: undefined };
  return { lists: {}, mark, whyAnew: `${why.join(', and ')}: harvested from the beginning` };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
