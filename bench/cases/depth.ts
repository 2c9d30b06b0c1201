import { type Bench, type CheckedLists, PAGE_SIZE } from '../bench.ts';
import type { Verified } from '../load.ts';
import { measure } from '../measure.ts';
import type { ServerProcess } from '../server-process.ts';

/** Pages of each kind: one page alone would be measured in the warmest of caches. */
const PAGES = 10;
const EARLY = `pages 2–${PAGES + 1}`;
const BOUND = 1.2;

/** The first page of each list, with completeListSize, and its last ones, beside those behind the first; by turns. */
export async function depth(bench: Bench, endpoint: ServerProcess, { lists }: CheckedLists): Promise<void> {
  const { seconds, report, tell } = bench;
  for (const { name, verified } of lists) {
    const [first = '', ...full] = fullPages(verified);
    if (full.length < 2 * PAGES) {
      tell(`${name}: only ${full.length + 1} full pages, too few to compare`);
      continue;
    }
    const groups = { first: [first], early: full.slice(0, PAGES), last: full.slice(-PAGES) };
    const measured = (await measure(endpoint, { kind: 'repeat', connections: 1, groups, seconds: seconds * 2 })).groups;
    const { first: top, early, last } = measured;
    if (!top || !early || !last) throw new Error('a group without requests');
    const compared = (title: string, { p50, p99 }: typeof top) => {
      const [middle, high] = [p50 / early.p50, p99 / early.p99];
      report({
        case: `${name}: ${title}`,
        p50,
        p99,
        reached: `${middle.toFixed(2)}, p99 ${high.toFixed(2)} × ${EARLY}`,
        wanted: `≤ ${BOUND}`,
        met: middle <= BOUND && high <= BOUND,
      });
    };
    compared(`last ${PAGES} pages`, last);
    compared('first page', top);
    report({ case: EARLY, control: true, p50: early.p50, p99: early.p99 });
  }
}

/** Paths of the pages that hold as much as a page can; a shorter one would look cheap. */
function fullPages({ paths, counts }: Verified): string[] {
  return paths.filter((_, at) => counts[at] === PAGE_SIZE);
}
