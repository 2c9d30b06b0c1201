import type { Quarantine, StoredReject } from '../store/quarantine.ts';

const PAGE = 500;
/** So many are looked at, the oldest first: there may be millions. */
const MOST = 10_000;
const NEWEST = 20;
/** Of reasons that differ, the most frequent; and how much of each is compared and shown, in characters. */
const REASONS = 50;
const LONGEST = 300;

/** What is in quarantine, summed up. */
export interface Refusals {
  count: number;
  /** How many of them were looked at. */
  read: number;
  reasons: readonly { source: string; reason: string; count: number }[];
  newest: readonly StoredReject[];
}

export async function readRefusals(quarantine: Pick<Quarantine, 'count' | 'list'>): Promise<Refusals> {
  const reasons = new Map<string, { source: string; reason: string; count: number }>();
  let newest: StoredReject[] = [];
  let read = 0;
  for (let after = 0; read < MOST; ) {
    const page = await quarantine.list({ after, limit: PAGE });
    for (const { source, reason } of page) {
      const short = reason.slice(0, LONGEST);
      const key = JSON.stringify([source, short]);
      const known = reasons.get(key) ?? { source, reason: short, count: 0 };
      known.count += 1;
      reasons.set(key, known);
    }
    newest = [...newest, ...page].slice(-NEWEST);
    read += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.id;
  }
  return {
    count: await quarantine.count(),
    read,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, REASONS),
    newest: newest.reverse(),
  };
}
