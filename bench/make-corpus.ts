import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatDatestamp, type UtcSeconds } from '../src/oai/datestamp.ts';
import { openStore } from '../src/store/index.ts';
import type { Change, Store } from '../src/store/store.ts';
import { RECORD_LAYOUT } from '../src/xml/record-layout.ts';
import { articleOf, dublinCoreOf, isDeleted, oaiIdentifierOf, REPOSITORY_IDENTIFIER } from './article.ts';
import type { Corpus, CorpusList } from './corpus.ts';
import { RecordDigest } from './record-digest.ts';
import type { Stores } from './stores/stores.ts';

const T0: UtcSeconds = Date.UTC(2020, 0, 1) / 1000;
/** Items written in one transaction, with one datestamp. */
const BATCH = 1000;

/** A list, and which records are in it. */
interface ListRule extends Omit<CorpusList, 'records'> {
  holds(record: { datestamp: UtcSeconds; sets: readonly string[] }): boolean;
}

/**
 * A store of so many articles in one format: one in a hundred deleted, which moves it behind the next batch; 40 journals
 * and 36 years as sets; three tenths of all on one datestamp, as a bulk load makes them. Kept for the next run, in place
 * of older ones of the size.
 */
export async function makeCorpus(
  stores: Stores,
  items: number,
  { fresh = false, tell = () => {} }: { fresh?: boolean; tell?: (text: string) => void } = {},
): Promise<Corpus> {
  const name = `bench-${items}-${version(stores.kind)}`;
  const kept = fresh ? undefined : await stores.kept(name);
  if (kept) return kept;
  await stores.forget(`bench-${items}-`);
  const database = await stores.empty(name);
  const store = await openStore(database, RECORD_LAYOUT, T0);
  await store.claimIdentifier(REPOSITORY_IDENTIFIER);
  const filled = await fill(store, items, tell);
  await store.close();
  const corpus = { database, items, ...filled };
  await stores.keep(name, corpus);
  return corpus;
}

async function fill(store: Store, items: number, tell: (text: string) => void) {
  const rules = listRules(items);
  const sizes = rules.map(() => 0);
  const digest = new RecordDigest();
  const note = (number: number, body: string, datestamp: UtcSeconds, sets: readonly string[]) => {
    digest.add(oaiIdentifierOf(number), body, 'utf8');
    rules.forEach((rule, at) => {
      if (rule.holds({ datestamp, sets })) sizes[at] = (sizes[at] ?? 0) + 1;
    });
  };
  let seconds = 0;
  let gone: number[] = [];
  for (let from = 0; from < items || gone.length > 0; from += BATCH) {
    const changes: Change[] = [];
    const datestamp = secondOf(from, items);
    const going: number[] = [];
    for (let number = from; number < Math.min(items, from + BATCH); number += 1) {
      const article = articleOf(number, items);
      const body = dublinCoreOf(article);
      if (isDeleted(number)) going.push(number);
      else note(number, body, datestamp, article.sets);
      changes.push({
        kind: 'put',
        identifier: oaiIdentifierOf(number),
        content: JSON.stringify(article),
        sets: article.sets,
        bodies: new Map([['oai_dc', body]]),
      });
    }
    for (const number of gone) {
      note(number, '', datestamp, articleOf(number, items).sets);
      changes.push({ kind: 'delete', identifier: oaiIdentifierOf(number), by: 'source' });
    }
    gone = going;
    const began = performance.now();
    await store.write(changes, () => datestamp);
    seconds += (performance.now() - began) / 1000;
    if (from % 100_000 === 0 && from > 0) tell(`${from} of ${items} items written`);
  }
  const samples = Array.from({ length: 200 }, (_, n) => Math.floor((items / 200) * n)).filter((n) => !isDeleted(n));
  return {
    checksum: digest.hex(),
    samples: samples.map(oaiIdentifierOf),
    lists: rules.map(({ name, arguments: words }, at) => ({ name, arguments: words, records: sizes[at] ?? 0 })),
    written: items / seconds,
  };
}

/** Each batch has its second, but those of the bulk load have one together. */
function secondOf(from: number, items: number): UtcSeconds {
  const second = T0 + Math.floor(from / BATCH);
  return from >= items * 0.4 && from < items * 0.7 ? bulkOf(items) : second;
}

function bulkOf(items: number): UtcSeconds {
  return T0 + Math.ceil((items * 0.4) / BATCH);
}

function listRules(items: number): ListRule[] {
  const batches = items / BATCH;
  const from = T0 + Math.floor(batches * 0.1);
  const until = T0 + Math.ceil(batches * 0.3);
  const bulk = formatDatestamp(bulkOf(items));
  return [
    { name: 'whole list', arguments: '', holds: () => true },
    { name: 'set, interleaved', arguments: '&set=journal:j7', holds: ({ sets }) => sets.includes('journal:j7') },
    { name: 'set, in one piece', arguments: '&set=year:2005', holds: ({ sets }) => sets.includes('year:2005') },
    {
      name: 'from and until',
      arguments: `&from=${formatDatestamp(from)}&until=${formatDatestamp(until)}`,
      holds: ({ datestamp }) => datestamp >= from && datestamp <= until,
    },
    {
      name: 'one datestamp for 3/10 of all',
      arguments: `&from=${bulk}&until=${bulk}`,
      holds: ({ datestamp }) => datestamp === bulkOf(items),
    },
  ];
}

/** Of what makes a store what it is, so that one of other code is not taken for one of this. */
function version(kind: Stores['kind']): string {
  const hash = createHash('sha256');
  for (const folder of [`../migrations/${kind}/`, `../src/store/${kind}/`, '../src/store/batch/', './']) {
    const url = new URL(folder, import.meta.url);
    const names = readdirSync(url).filter((name) => folder !== './' || GENERATORS.includes(name));
    for (const name of names.sort()) hash.update(readFileSync(fileURLToPath(new URL(name, url))));
  }
  return hash.digest('hex').slice(0, 8);
}

const GENERATORS = ['article.ts', 'make-corpus.ts', 'prose.ts', 'random.ts'];
