import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Bench, CASES, type CaseName, LIST_RECORDS, PAGE_SIZE } from './bench.ts';
import { againstSqlite } from './cases/against-sqlite.ts';
import { besideAbuse } from './cases/beside-abuse.ts';
import { besideHarvest } from './cases/beside-harvest.ts';
import { checkLists } from './cases/check-lists.ts';
import { depth } from './cases/depth.ts';
import { disk } from './cases/disk.ts';
import { importing } from './cases/importing.ts';
import { memory } from './cases/memory.ts';
import { transfer } from './cases/transfer.ts';
import { walks } from './cases/walks.ts';
import { workers } from './cases/workers.ts';
import { machine } from './machine.ts';
import { makeCorpus } from './make-corpus.ts';
import { makeRows } from './make-rows.ts';
import { endDrivers } from './measure.ts';
import { startNginx } from './nginx.ts';
import { Program, programEnvironment } from './program.ts';
import type { Row } from './row.ts';
import { startServer, stopServer } from './server-process.ts';
import { PostgresStores } from './stores/postgres-stores.ts';
import { SqliteStores } from './stores/sqlite-stores.ts';
import { tableOf } from './table.ts';

interface Options {
  store: 'sqlite' | 'postgres';
  items: number[];
  tenMillion?: boolean;
  quick?: boolean;
  only?: CaseName[];
  json: string;
  folder: string;
  fresh?: boolean;
  seconds: number;
  workers: number;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const options = new Command('bench')
  .description('Measures the built server on generated repositories, beside controls that serve the same bytes.')
  .addOption(
    new Option('--store <kind>', 'what holds the repositories').choices(['sqlite', 'postgres']).default('sqlite'),
  )
  .option('--items <numbers>', 'sizes of the repositories, separated by commas', sizes, [10_000, 1_000_000])
  .option('--ten-million', 'also one of ten million items')
  .option('--quick', 'only 10,000 and 100,000 items')
  .addOption(new Option('--only <cases...>', 'only some cases').choices(CASES))
  .option('--seconds <number>', 'how long a measurement lasts', Number, 3)
  .option('--workers <number>', 'worker processes to compare with one', Number, 2)
  .option('--json <file>', 'where the figures go', join(ROOT, 'bench/results/latest.json'))
  .option(
    '--folder <folder>',
    'where generated repositories are kept for the next run',
    join(tmpdir(), 'oai-pmh-bench'),
  )
  .option('--fresh', 'generate them anew')
  .parse()
  .opts<Options>();

/** Cases that need the servers. */
const SERVING = ['walk', 'gzip', 'zstd', 'deep', 'beside', 'abuse', 'workers'] as const;
const sizesAsked = [
  ...(options.quick ? [10_000, 100_000] : options.items),
  ...(options.tenMillion ? [10_000_000] : []),
];
const rows: Row[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'oai-pmh-bench-'));
const began = new Date();
const files = new SqliteStores(options.folder);
// Whoever is ended stops the database server too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const postgres = options.store === 'postgres' ? await PostgresStores.open(options.folder) : undefined;
const databaseServer = postgres && (await postgres.describe());
try {
  tell('building the program');
  execFileSync(process.execPath, ['--no-warnings', join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' });
  for (const items of sizesAsked) await measureSize(items);
  if (wants('memory')) memory(rows, (row) => rows.push(row));
} finally {
  endDrivers();
  await postgres?.close();
  rmSync(scratch, { recursive: true, force: true });
  // Also what there is when something has failed.
  if (rows.length > 0) publish();
}

function publish(): void {
  const facts = { ...machine(), databaseServer };
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify({ date: began, machine: facts, options, rows }, null, 2)}\n`);
  console.log(tableOf(rows));
  const { cores, processor, node, sqlite } = facts;
  const versions = [`Node ${node}`, `SQLite ${sqlite}`, ...(databaseServer === undefined ? [] : [databaseServer])];
  console.log(`\n${cores} cores, ${processor}; ${versions.join(', ')}. Written to ${options.json}`);
}

async function measureSize(items: number): Promise<void> {
  tell(`a repository of ${items} items`);
  const making = { fresh: options.fresh === true, tell };
  const inSqlite = await makeCorpus(files, items, making);
  const bench: Bench = {
    corpus: postgres ? await makeCorpus(postgres, items, making) : inSqlite,
    inSqlite: postgres && inSqlite,
    stores: postgres ?? new SqliteStores(scratch),
    program: new Program(scratch, ['oai_dc'], postgres?.pid),
    folder: scratch,
    seconds: options.seconds,
    workers: options.workers,
    wants,
    report: (row) => {
      rows.push({ items, ...row });
      tell(row.case);
    },
    tell,
  };
  if (SERVING.some(wants)) await measureServing(bench);
  if (postgres && wants('transfer')) await transfer(bench);
  const all = new Program(scratch, undefined, postgres?.pid);
  if (wants('import')) await importing(bench, all);
  // It does not depend on the size.
  if (wants('disk') && items === Math.max(...sizesAsked)) await disk(bench, all);
}

async function measureServing(bench: Bench): Promise<void> {
  const { corpus, program } = bench;
  const rowsFile = join(scratch, 'rows.sqlite');
  makeRows(rowsFile, Math.min(corpus.items, 100 * PAGE_SIZE), corpus.items);
  const endpoint = await program.serve(corpus.database);
  const pageUrl = `http://127.0.0.1:${endpoint.port}${LIST_RECORDS}`;
  const control = await startServer([fileURLToPath(new URL('control-server.ts', import.meta.url))], {
    ...programEnvironment(corpus.database),
    BENCH_PAGE_URL: pageUrl,
    BENCH_ROWS: rowsFile,
    BENCH_PAGE_SIZE: String(PAGE_SIZE),
  });
  const nginx = await startNginx(join(scratch, 'nginx'), Buffer.from(await (await fetch(pageUrl)).arrayBuffer()));
  try {
    const lists = await checkLists(bench, endpoint);
    await walks(bench, { endpoint, control, nginx }, lists);
    if (wants('walk') || wants('gzip')) await againstSqlite(bench, endpoint, lists);
    if (wants('deep')) await depth(bench, endpoint, lists);
    await stopServer(endpoint);
    if (wants('beside')) await besideHarvest(bench, lists);
    if (wants('abuse')) await besideAbuse(bench, lists);
    if (wants('workers')) await workers(bench, lists);
  } finally {
    for (const server of [endpoint, control, nginx]) if (server) await stopServer(server);
  }
}

function wants(name: CaseName): boolean {
  return options.only === undefined || options.only.includes(name);
}

function tell(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}

function sizes(text: string): number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.some((number) => !Number.isSafeInteger(number) || number < 1000)) {
    throw new InvalidArgumentError('Write numbers from 1000 on, such as 10000,1000000.');
  }
  return numbers;
}
