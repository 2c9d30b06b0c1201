import { type Bench, type CheckedLists, PAGE_SIZE, type Servers } from '../bench.ts';
import { atLeast, atMost, type Figures, figuresOf } from '../figures.ts';
import { type Cost, measure, measureByTurns, type Task } from '../measure.ts';
import type { ServerProcess } from '../server-process.ts';
import { stretchesOf } from '../stretches.ts';
import { checkCoding } from './check-lists.ts';

const CONNECTIONS = 4;

/** Whole harvests: plain, gzip for the first time and again, zstd; beside pages that cost nothing to make. */
export async function walks(bench: Bench, { endpoint, control, nginx }: Servers, lists: CheckedLists): Promise<void> {
  const { corpus, seconds, report, wants, tell } = bench;

  /** A harvest by tokens. */
  const harvest = (connections: number): Task => [
    endpoint,
    { kind: 'walk', stretches: stretchesOf(lists.whole, connections), seconds },
  ];
  /** One whose tokens are known, so that the driver need not decompress; what it gets is checked apart. */
  const compressed = (coding: string, least = seconds): Task => [
    endpoint,
    {
      kind: 'walk',
      stretches: stretchesOf(lists.whole, CONNECTIONS, true),
      seconds: least,
      headers: `Accept-Encoding: ${coding}\r\n`,
    },
  ];
  /** A page again and again. */
  const same = (server: ServerProcess, connections: number, ...paths: string[]): Task => [
    server,
    { kind: 'repeat', connections, groups: { page: paths }, seconds },
  ];
  /** Throws when a record is missing. */
  const walked = (cost: Cost, counted = true): Figures => {
    const expected = corpus.items * cost.rounds;
    if (counted && cost.records !== expected) throw new Error(`${cost.records} records instead of ${expected}`);
    return figuresOf(cost, expected);
  };
  const paged = (cost: Cost): Figures => figuresOf(cost, cost.requests * PAGE_SIZE);

  if (wants('walk')) {
    const fullPages = Math.floor(Math.min(corpus.items, 100 * PAGE_SIZE) / PAGE_SIZE);
    const rowPaths = Array.from({ length: fullPages }, (_, n) => `/send?after=${n * PAGE_SIZE}`);
    const [walk, page, rows] = await measureByTurns([
      harvest(CONNECTIONS),
      same(control, CONNECTIONS, '/constant'),
      same(control, CONNECTIONS, ...rowPaths),
    ]);
    const plain = walked(walk);
    report({ case: 'walk, 4 connections', ...plain, ...atLeast(speed(plain, paged(page)), 0.5, 'constant page') });
    report({ case: 'constant page, same app', control: true, ...paged(page) });
    report({ case: 'rows joined, res.send', control: true, ...paged(rows), ...ratio(speed(plain, paged(rows))) });
    if (nginx) {
      const file = paged(await measure(...same(nginx, CONNECTIONS, '/page.xml')));
      report({ case: 'static file, nginx', control: true, ...file, ...ratio(speed(plain, file)) });
    } else tell('nginx is not installed: no static file to compare with');

    const [walkAlone, pageAlone] = await measureByTurns([harvest(1), same(control, 1, '/constant')]);
    const alone = walked(walkAlone);
    report({ case: 'walk, 1 connection', ...alone, ...atLeast(speed(alone, paged(pageAlone)), 0.5, 'constant page') });
    report({ case: 'constant page, same app', control: true, ...paged(pageAlone) });
  }
  if (wants('gzip')) {
    const first = walked(await measure(...compressed('gzip', 0)), false);
    const level1 = paged(await measure(...same(control, CONNECTIONS, '/gzip')));
    report({ case: 'walk gzip, first time', ...first, ...atLeast(speed(first, level1), 1, 'zlib level 1') });
    report({ case: 'constant page, zlib level 1', control: true, ...level1 });
    const [repeated, walk] = await measureByTurns([compressed('gzip'), harvest(CONNECTIONS)]);
    const again = walked(repeated, false);
    const plain = walked(walk);
    report({ case: 'walk gzip, repeated', ...again, ...atLeast(speed(again, plain), 1, 'walk, plain') });
    report({ case: 'walk gzip, repeated: CPU', ...atMost(cost(again, plain), 1, 'walk, plain') });
    report({ case: 'walk, plain', control: true, ...plain });
    await checkCoding(bench, endpoint, 'gzip');
  }
  if (wants('zstd')) {
    const [zstd, walk] = await measureByTurns([compressed('zstd'), harvest(CONNECTIONS)]);
    const plain = walked(walk);
    const figures = walked(zstd, false);
    report({ case: 'walk zstd', ...figures, reached: `${speed(figures, plain).toFixed(2)} × walk, plain` });
    report({ case: 'walk, plain', control: true, ...plain });
    await checkCoding(bench, endpoint, 'zstd');
  }
}

function speed(a: Figures, b: Figures): number {
  return (a.recordsPerSecond ?? Number.NaN) / (b.recordsPerSecond ?? Number.NaN);
}

function cost(a: Figures, b: Figures): number {
  return (a.cpuSecondsPerMillion ?? Number.NaN) / (b.cpuSecondsPerMillion ?? Number.NaN);
}

function ratio(value: number): Pick<Figures, 'reached'> {
  return { reached: `${value.toFixed(2)} × this` };
}
