import { type Bench, type CheckedLists, PAGE_SIZE, type Servers } from '../bench.ts';
import { atLeast, atMost, figuresOf } from '../figures.ts';
import type { Stretch } from '../load.ts';
import { type Cost, measure } from '../measure.ts';
import type { ServerProcess } from '../server-process.ts';
import { stretchesOf } from '../stretches.ts';
import { checkCoding } from './check-lists.ts';

const CONNECTIONS = 4;
const GZIP = 'Accept-Encoding: gzip\r\n';

/** Whole harvests: plain, gzip for the first time and again, zstd; beside pages that cost nothing to make. */
export async function walks(bench: Bench, servers: Servers, { whole }: CheckedLists): Promise<void> {
  const { endpoint, control, nginx } = servers;
  const { corpus, seconds, report, wants, tell } = bench;

  /** A harvest by tokens; throws when a record is missing. */
  const harvest = async (connections: number) => {
    const cost = await measure(endpoint, { kind: 'walk', stretches: stretchesOf(whole, connections), seconds });
    const expected = corpus.items * cost.rounds;
    if (cost.records !== expected) throw new Error(`${cost.records} records instead of ${expected} in a walk`);
    return { ...figuresOf(cost, cost.records), recordsPerSecond: cost.records / cost.seconds };
  };
  /** The same page again and again, as the control of a harvest. */
  const same = async (server: ServerProcess, connections: number, paths: readonly string[], headers = '') => {
    const cost = await measure(server, { kind: 'repeat', connections, groups: { page: paths }, seconds, headers });
    const records = cost.requests * PAGE_SIZE;
    return { ...figuresOf(cost, records), recordsPerSecond: records / cost.seconds };
  };

  const rowPaths = Array.from({ length: 100 }, (_, n) => `/send?after=${n * PAGE_SIZE}`);
  const constant = await same(control, CONNECTIONS, ['/constant']);
  const plain = await harvest(CONNECTIONS);
  if (wants('walk')) {
    const sent = await same(control, CONNECTIONS, rowPaths);
    report({
      case: 'walk, 4 connections',
      ...plain,
      ...atLeast(plain.recordsPerSecond / constant.recordsPerSecond, 0.5, 'constant page'),
    });
    report({ case: 'constant page, same app', control: true, ...constant });
    const besideSend = plain.recordsPerSecond / sent.recordsPerSecond;
    report({
      case: 'rows joined in JavaScript, res.send',
      control: true,
      ...sent,
      reached: `${besideSend.toFixed(2)} × this`,
    });
    if (nginx) {
      const file = await same(nginx, CONNECTIONS, ['/page.xml']);
      const besideFile = plain.recordsPerSecond / file.recordsPerSecond;
      report({ case: 'static file, nginx', control: true, ...file, reached: `${besideFile.toFixed(2)} × this` });
    } else tell('nginx is not installed: no static file to compare with');

    const single = await harvest(1);
    const singleConstant = await same(control, 1, ['/constant']);
    report({
      case: 'walk, 1 connection',
      ...single,
      ...atLeast(single.recordsPerSecond / singleConstant.recordsPerSecond, 0.5, 'constant page'),
    });
    report({ case: 'constant page, same app', control: true, ...singleConstant });
  }
  if (!wants('gzip') && !wants('zstd')) return;

  /** A harvest whose tokens are known, so that the driver need not decompress; what it gets is checked apart. */
  const compressed = async (headers: string, atLeastSeconds: number) => {
    const stretches: Stretch[] = stretchesOf(whole, CONNECTIONS, true);
    const cost: Cost = await measure(endpoint, { kind: 'walk', stretches, seconds: atLeastSeconds, headers });
    const records = corpus.items * cost.rounds;
    return {
      ...figuresOf(cost, records),
      recordsPerSecond: records / cost.seconds,
      cpu: cost.cpuSeconds / records,
    };
  };
  if (wants('gzip')) {
    const { cpu: _first, ...first } = await compressed(GZIP, 0);
    const level1 = await same(control, CONNECTIONS, ['/gzip']);
    report({
      case: 'walk gzip, first time',
      ...first,
      ...atLeast(first.recordsPerSecond / level1.recordsPerSecond, 1, 'zlib level 1'),
    });
    report({ case: 'constant page, zlib level 1', control: true, ...level1 });
    const { cpu, ...again } = await compressed(GZIP, seconds);
    report({
      case: 'walk gzip, repeated',
      ...again,
      ...atLeast(again.recordsPerSecond / plain.recordsPerSecond, 1, 'walk, plain'),
    });
    report({
      case: 'walk gzip, repeated: CPU',
      ...atMost((cpu * 1e6) / (plain.cpuSecondsPerMillion ?? Number.NaN), 1, 'walk, plain'),
    });
    report({ case: 'walk, plain', control: true, ...plain });
    await checkCoding(bench, endpoint, 'gzip');
  }
  if (wants('zstd')) {
    const { cpu: _zstd, ...zstd } = await compressed('Accept-Encoding: zstd\r\n', seconds);
    const ratio = zstd.recordsPerSecond / plain.recordsPerSecond;
    report({ case: 'walk zstd', ...zstd, reached: `${ratio.toFixed(2)} × walk, plain` });
    await checkCoding(bench, endpoint, 'zstd');
  }
}
