import type { SourceLedger } from '../store/source-ledger.ts';
import type { Change } from '../store/store.ts';
import type { Arrival } from './prepare.ts';

/** A change that waits for its batch, and where it came from. */
export interface Pending {
  change: Change;
  path: string;
  line: number;
  /** The identifier as the source gave it. */
  given: string;
  /** What it was made of. */
  arrival: Arrival;
}

/** How the reason begins why an item is refused whose identifier came before; the place of that one follows. */
export const REPEATED = 'the same identifier stands at ';

/**
 * Tells the items that come after an item of their identifier in this run, and what holds of the rest. A deletion holds
 * wherever it comes, and an item after it: so a file that is only ever appended to can be read. Memory does not grow
 * with the run.
 */
export async function sortRepeats(
  pending: readonly Pending[],
  sources: Pick<SourceLedger, 'markSeen'>,
): Promise<{ holding: Pending[]; repeats: { entry: Pending; first: string }[] }> {
  const records = pending.flatMap((entry) => (entry.change.kind === 'set' ? [] : [{ ...entry.change, entry }]));
  const seen = await sources.markSeen(
    records.map(({ identifier, kind, entry: { path, line } }) => ({
      identifier,
      seen: kind === 'put' ? 'item' : 'deletion',
      place: place(path, line),
    })),
  );
  const repeats: { entry: Pending; first: string }[] = [];
  // Of several that hold in one batch only the last one is written: else each run would move the datestamp.
  const last = new Map<string, Pending>();
  records.forEach(({ identifier, entry }, index) => {
    const first = seen[index];
    if (first === undefined) last.set(identifier, entry);
    else repeats.push({ entry, first });
  });
  const written = new Set(last.values());
  return { holding: pending.filter((entry) => entry.change.kind === 'set' || written.has(entry)), repeats };
}

/** Path and line, for people. */
export function place(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}:${line}`;
}
