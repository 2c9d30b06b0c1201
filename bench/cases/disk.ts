import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Bench, ENDPOINT } from '../bench.ts';
import { makeItems } from '../make-items.ts';
import { measure } from '../measure.ts';
import { Program } from '../program.ts';
import { type ServerProcess, stopServer } from '../server-process.ts';

/** Bytes an item that are wanted, in all formats. */
const WANTED = 6000;
const ITEMS = 2000;
const OAI_DC = 'oai_dc';

/** The disk that articles with an abstract of 1,000 characters take: in all formats, by table, and by format. */
export async function disk({ folder, report, tell }: Bench, all: Program): Promise<void> {
  const file = join(folder, 'articles.jsonl');
  await makeItems(file, { from: 0, count: ITEMS, items: ITEMS * 2, withAbstract: true });
  const database = join(folder, 'disk.sqlite');
  const imported = async (program: Program) => {
    for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
    await program.import(database, file);
    return pagesOf(database) / ITEMS;
  };

  const whole = await imported(all);
  const reached = kilobytes(whole);
  report({ case: 'disk an item, all formats', reached, wanted: `< ${kilobytes(WANTED)}`, met: whole < WANTED });
  for (const [table, bytes] of tablesOf(database)) {
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

/** Size of a store whose write-ahead log has gone into it. */
function pagesOf(database: string): number {
  const db = new Database(database);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return statSync(database).size;
}

/** Bytes of each table with its indexes, the largest first; none where SQLite lacks dbstat. */
function tablesOf(database: string): [table: string, bytes: number][] {
  const db = new Database(database, { readonly: true });
  try {
    const rows = db
      .prepare<[], { tbl_name: string; bytes: number }>(
        `SELECT tbl_name, sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name)
         GROUP BY tbl_name HAVING bytes > 65536 ORDER BY bytes DESC`,
      )
      .all();
    return rows.map(({ tbl_name, bytes }) => [tbl_name, bytes]);
  } catch {
    return [];
  } finally {
    db.close();
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(2)} kB`;
}
