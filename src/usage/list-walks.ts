import type { OaiReport } from '../http/request-report.ts';
import { addPage, type ListWalk, listArguments, newWalk } from './list-walk.ts';

/** Walks that are followed at once; beyond, whoever was not seen longest is left. */
const MOST_WALKS = 2000;
/** By one harvester with the same arguments. */
const MOST_ALIKE = 8;
/** Reports of pages that were sent within so many seconds may come in any order. */
const DISORDER = 10;
/** A walk is waited for so long, in seconds. */
const PATIENCE = 7 * 86_400;

/**
 * Puts the pages of lists together. A page with a resumptionToken belongs to the walk of the same harvester with the same
 * arguments that had come to its cursor: nobody has a token but from the page before.
 */
export class ListWalks {
  /** By harvester and arguments. Those that moved last stand last. */
  readonly #open = new Map<string, ListWalk[]>();
  /** The lowest cursor of a page that was seen. */
  readonly #starts = new WeakMap<ListWalk, number>();
  #count = 0;

  /** Takes up a walk that was not at its end when the program was. */
  resume(harvester: string, walk: ListWalk): void {
    this.#add(keyOf(harvester, walk), walk);
  }

  /** The walk that a page belongs to, the page taken in; undefined where the answer is no page of a list. */
  take(harvester: string, report: OaiReport, at: number): ListWalk | undefined {
    if (report.more === undefined || report.errors.length > 0) return undefined;
    const key = keyOf(harvester, listArguments(report));
    const alike = this.#open.get(key) ?? [];
    let walk = report.resumed ? comingTo(alike, report.cursor ?? 0) : this.#begunBefore(alike, report, at);
    if (!walk) {
      walk = newWalk(report, at);
      this.#add(key, walk);
    }
    addPage(walk, report, at);
    this.#starts.set(walk, Math.min(this.#starts.get(walk) ?? Number.POSITIVE_INFINITY, report.cursor ?? 0));
    // One of a single page has no token by which it could come again.
    if (walk.ended !== undefined && !report.resumed && walk.pages === 1) this.#remove(key, walk);
    else this.#touch(key);
    this.#forget(at);
    return walk;
  }

  /** The walk whose later pages were told before this first one, as several workers may do. */
  #begunBefore(alike: readonly ListWalk[], { records }: OaiReport, at: number): ListWalk | undefined {
    const walk = alike.find(
      (one) => !one.whole && this.#starts.get(one) === records && Math.abs(at - one.began) <= DISORDER,
    );
    if (walk) walk.whole = true;
    return walk;
  }

  #add(key: string, walk: ListWalk): void {
    const alike = this.#open.get(key) ?? [];
    alike.push(walk);
    this.#count += 1;
    if (alike.length > MOST_ALIKE) {
      alike.sort((a, b) => Number(b.ended !== undefined) - Number(a.ended !== undefined) || a.last - b.last).shift();
      this.#count -= 1;
    }
    this.#open.set(key, alike);
  }

  #touch(key: string): void {
    const alike = this.#open.get(key);
    this.#open.delete(key);
    if (alike) this.#open.set(key, alike);
  }

  #remove(key: string, walk: ListWalk): void {
    const alike = this.#open.get(key) ?? [];
    const left = alike.filter((one) => one !== walk);
    this.#count -= alike.length - left.length;
    if (left.length === 0) this.#open.delete(key);
    else this.#open.set(key, left);
  }

  /** Forgets those that are waited for no longer: they stand first. */
  #forget(now: number): void {
    for (const [key, alike] of this.#open) {
      const stale = alike.every(({ last }) => last < now - PATIENCE);
      if (!stale && this.#count <= MOST_WALKS) return;
      this.#open.delete(key);
      this.#count -= alike.length;
    }
  }
}

/**
 * The walk that stands at the cursor; else one that is before it, some page of which was not told; else one that has
 * passed it, whose harvester asks for a page again.
 */
function comingTo(walks: readonly ListWalk[], cursor: number): ListWalk | undefined {
  // Of those that stand at the same place the newest.
  const newest = [...walks].reverse();
  const before = newest.filter(({ delivered }) => delivered <= cursor).sort((a, b) => b.delivered - a.delivered);
  const passed = newest.filter(({ delivered }) => delivered > cursor).sort((a, b) => a.delivered - b.delivered);
  return before[0] ?? passed[0];
}

function keyOf(
  harvester: string,
  { verb, metadataPrefix, set, from, until }: ReturnType<typeof listArguments>,
): string {
  return JSON.stringify([harvester, verb, metadataPrefix, set, from, until]);
}
