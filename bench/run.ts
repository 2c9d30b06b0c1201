import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { type Bench, LIST_RECORDS, PAGE_SIZE } from './bench.ts';
import { besideHarvest } from './cases/beside-harvest.ts';
import { checkLists } from './cases/check-lists.ts';
import { depth } from './cases/depth.ts';
import { memory } from './cases/memory.ts';
import { walks } from './cases/walks.ts';
import { machine } from './machine.ts';
import { makeCorpus } from './make-corpus.ts';
import { makeRows } from './make-rows.ts';
import { startNginx } from './nginx.ts';
import type { Row } from './row.ts';
import { environmentOf, startEndpoint, startServer, stopServer } from './server-process.ts';
import { tableOf } from './table.ts';

interface Options {
  items: number[];
  tenMillion?: boolean;
  quick?: boolean;
  only?: string[];
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
  .option('--only <words...>', 'only cases whose name holds one of these words: walk, gzip, zstd, deep, beside, memory')
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

const rows: Row[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'oai-pmh-bench-'));
const began = new Date();
try {
  tell('building the program');
  execFileSync(process.execPath, ['--no-warnings', join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' });
  const asked = options.quick ? [10_000, 100_000] : options.items;
  for (const items of [...asked, ...(options.tenMillion ? [10_000_000] : [])]) await measureSize(items);
  const bench = { report: (row: Row) => rows.push(row), wants };
  if (wants('memory')) memory(rows, bench.report);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
mkdirSync(dirname(options.json), { recursive: true });
writeFileSync(options.json, `${JSON.stringify({ date: began, machine: machine(), options, rows }, null, 2)}\n`);
console.log(tableOf(rows));
console.log(`${JSON.stringify(machine())}\nwritten to ${options.json}`);

async function measureSize(items: number): Promise<void> {
  tell(`a repository of ${items} items`);
  const corpus = await makeCorpus(options.folder, items, { fresh: options.fresh === true, tell });
  const bench: Bench = {
    corpus,
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
  const rowsFile = join(scratch, 'rows.sqlite');
  makeRows(rowsFile, Math.min(items, 100 * PAGE_SIZE), items);
  const endpoint = await startEndpoint(corpus.database);
  const pageUrl = `http://127.0.0.1:${endpoint.port}${LIST_RECORDS}`;
  const control = await startServer([fileURLToPath(new URL('control-server.ts', import.meta.url))], {
    ...environmentOf(corpus.database),
    BENCH_PAGE_URL: pageUrl,
    BENCH_ROWS: rowsFile,
    BENCH_PAGE_SIZE: String(PAGE_SIZE),
  });
  const nginx = await startNginx(join(scratch, 'nginx'), Buffer.from(await (await fetch(pageUrl)).arrayBuffer()));
  const servers = { endpoint, control, nginx };
  try {
    const lists = await checkLists(bench, endpoint);
    if (wants('walk') || wants('gzip') || wants('zstd')) await walks(bench, servers, lists);
    if (wants('deep')) await depth(bench, endpoint, lists);
    await stopServer(endpoint);
    if (wants('beside')) await besideHarvest(bench, lists);
  } finally {
    for (const server of [endpoint, control, nginx]) if (server) await stopServer(server);
  }
}

function wants(name: string): boolean {
  return options.only === undefined || options.only.some((word) => name.includes(word) || word.includes(name));
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
