import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Item } from '../items/item.ts';
import type { Store } from '../store/store.ts';
import type { Census } from '../usage/store-sample.ts';

/** So many items are read at a stretch; then it rests as long as that took, for whoever else needs the machine. */
const STRETCH = 500;
/** It takes no longer, in seconds. */
const LONGEST = 600;
/** Sets that are counted, and those of them that are kept: the largest. */
const MOST_SETS = 2_000;
const KEPT_SETS = 100;

/** Counts items by year and records by set, in flat memory, as far as it comes in ten minutes. */
export async function takeCensus(
  store: Pick<Store, 'items' | 'readSets' | 'readPage'>,
  clock: Pick<Clock, 'monotonic'>,
): Promise<Census> {
  const end = clock.monotonic() + LONGEST;
  const { years, undated, whole } = await countYears(store, clock, end);
  return {
    years: [...years].sort(([a], [b]) => a - b).map(([year, items]) => ({ year, items })),
    undated,
    sets: await countSets(store),
    whole,
  };
}

async function countYears(store: Pick<Store, 'items'>, clock: Pick<Clock, 'monotonic'>, end: number) {
  const years = new Map<number, number>();
  let undated = 0;
  let read = 0;
  let begun = clock.monotonic();
  for await (const { content, deleted } of store.items()) {
    if (deleted === undefined && content !== undefined) {
      const year = yearOf(JSON.parse(content) as Item);
      if (year === undefined) undated += 1;
      else years.set(year, (years.get(year) ?? 0) + 1);
    }
    read += 1;
    if (read % STRETCH > 0) continue;
    if (clock.monotonic() > end) return { years, undated, whole: false };
    await sleep((clock.monotonic() - begun) * 1000);
    begun = clock.monotonic();
  }
  return { years, undated, whole: true };
}

function yearOf({ dates = [] }: Item): number | undefined {
  const issued = dates.find(({ kind }) => kind === 'issued')?.date;
  return issued === undefined ? undefined : Number.parseInt(issued, 10);
}

async function countSets(store: Pick<Store, 'readSets' | 'readPage'>): Promise<Census['sets']> {
  const { sets } = await store.readSets({ limit: MOST_SETS });
  const counted: Census['sets'][number][] = [];
  for (const { setSpec, setName } of sets) {
    const { size } = await store.readPage({
      selection: { metadataPrefix: 'oai_dc', set: setSpec },
      limit: 1,
      maxBytes: 1,
      part: 'header',
      granularity: 'seconds',
      size: true,
    });
    counted.push({ setSpec, setName, records: size });
  }
  return counted.sort((a, b) => b.records - a.records).slice(0, KEPT_SETS);
}
