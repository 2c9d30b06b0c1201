import { join } from 'node:path';
import { type Bench, ENDPOINT } from '../bench.ts';
import { makeItems } from '../make-items.ts';
import { measure } from '../measure.ts';
import { Program } from '../program.ts';
import { type ServerProcess, stopServer } from '../server-process.ts';

/** Bytes an item that are wanted, in all formats. */
const WANTED = 6000;
const ITEMS = 2000;
const OAI_DC = 'oai_dc';
/** Bytes; tables below are not told. */
const SMALL = 65_536;

/** The disk that articles with an abstract of 1,000 characters take: in all formats, by table, and by format. */
export async function disk({ stores, folder, report, tell }: Bench, all: Program): Promise<void> {
  const file = join(folder, 'articles.jsonl');
  await makeItems(file, { from: 0, count: ITEMS, items: ITEMS * 2, withAbstract: true });
  let database = '';
  /** What a store without records takes is not counted: on a server it is much. */
  const imported = async (program: Program) => {
    database = await stores.empty('disk');
    const before = stores.kind === 'sqlite' ? 0 : await stores.sizeOf(database);
    await program.import(database, file);
    return ((await stores.sizeOf(database)) - before) / ITEMS;
  };

  const whole = await imported(all);
  const reached = kilobytes(whole);
  report({ case: 'disk an item, all formats', reached, wanted: `< ${kilobytes(WANTED)}`, met: whole < WANTED });
  for (const [table, bytes] of await stores.tablesOf(database)) {
    if (bytes <= SMALL) continue;
    report({ case: `table ${table}`, control: true, reached: kilobytes(bytes / ITEMS) });
  }
  const endpoint = await all.serve(database);
  const raw = new Map<string, number>();
  try {
    for (const prefix of await prefixesOf(endpoint)) {
      const path = `${ENDPOINT}?verb=ListRecords&metadataPrefix=${prefix}`;
      const { verified } = await measure(endpoint, { kind: 'verify', path });
      raw.set(prefix, (verified?.bodyBytes ?? Number.NaN) / ITEMS);
    }
  } finally {
    await stopServer(endpoint);
  }
  const total = [...raw.values()].reduce((sum, bytes) => sum + bytes, 0);
  report({ case: 'bodies of all formats, as served', control: true, reached: kilobytes(total) });

  tell('disk: one format after the other');
  const least = await imported(new Program(folder, [OAI_DC]));
  report({
    case: 'disk an item, oai_dc alone',
    reached: `${kilobytes(least)}; body ${kilobytes(raw.get(OAI_DC) ?? 0)}`,
  });
  for (const [prefix, bytes] of raw) {
    if (prefix === OAI_DC) continue;
    const more = (await imported(new Program(folder, [OAI_DC, prefix]))) - least;
    report({ case: `${prefix} adds`, control: true, reached: `${kilobytes(more)}; body ${kilobytes(bytes)}` });
  }
}

async function prefixesOf({ port }: ServerProcess): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}${ENDPOINT}?verb=ListMetadataFormats`);
  return [...(await answer.text()).matchAll(/<metadataPrefix>([^<]+)/g)].map(([, prefix = '']) => prefix);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(2)} kB`;
}
