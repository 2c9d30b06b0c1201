import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Bench, CASES, type CaseName, LIST_RECORDS, PAGE_SIZE } from './bench.ts';
import { besideHarvest } from './cases/beside-harvest.ts';
import { checkLists } from './cases/check-lists.ts';
import { depth } from './cases/depth.ts';
import { disk } from './cases/disk.ts';
import { importing } from './cases/importing.ts';
import { memory } from './cases/memory.ts';
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
import { tableOf } from './table.ts';

interface Options {
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
const SERVING = ['walk', 'gzip', 'zstd', 'deep', 'beside', 'workers'] as const;
const sizesAsked = [
  ...(options.quick ? [10_000, 100_000] : options.items),
  ...(options.tenMillion ? [10_000_000] : []),
];
const rows: Row[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'oai-pmh-bench-'));
const began = new Date();
try {
  tell('building the program');
  execFileSync(process.execPath, ['--no-warnings', join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' });
  for (const items of sizesAsked) await measureSize(items);
  if (wants('memory')) memory(rows, (row) => rows.push(row));
} finally {
  endDrivers();
  rmSync(scratch, { recursive: true, force: true });
  // Also what there is when something has failed.
  if (rows.length > 0) publish();
}

function publish(): void {
  const facts = machine();
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify({ date: began, machine: facts, options, rows }, null, 2)}\n`);
  console.log(tableOf(rows));
  const { cores, processor, node, sqlite } = facts;
  console.log(`\n${cores} cores, ${processor}; Node ${node}, SQLite ${sqlite}. Written to ${options.json}`);
}

async function measureSize(items: number): Promise<void> {
  tell(`a repository of ${items} items`);
  const corpus = await makeCorpus(options.folder, items, { fresh: options.fresh === true, tell });
  const bench: Bench = {
    corpus,
    program: new Program(scratch, ['oai_dc']),
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
  const all = new Program(scratch);
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
    if (wants('deep')) await depth(bench, endpoint, lists);
    await stopServer(endpoint);
    if (wants('beside')) await besideHarvest(bench, lists);
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
