import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, type CheckedLists, ENDPOINT } from '../bench.ts';
import { measure } from '../measure.ts';
import { stopServer } from '../server-process.ts';
import { stretchesOf } from '../stretches.ts';

const WATCH = fileURLToPath(new URL('../watch-event-loop.ts', import.meta.url));
/** Milliseconds that a small request may take, and the event loop be blocked, at p99. */
const SMALL = 5;
const BLOCKED = 20;

/** Small requests while a harvester reads, and how long the event loop of the server is blocked meanwhile. */
export async function besideHarvest(bench: Bench, { whole }: CheckedLists): Promise<void> {
  const { corpus, program, seconds, folder, report, tell } = bench;
  const file = join(folder, 'event-loop.json');
  rmSync(file, { force: true });
  const endpoint = await program.serve(corpus.database, {
    environment: { NODE_OPTIONS: `--no-warnings --import=${WATCH}`, BENCH_EVENT_LOOP: file },
  });
  const groups = {
    GetRecord: corpus.samples.map((id) => `${ENDPOINT}?verb=GetRecord&metadataPrefix=oai_dc&identifier=${id}`),
    Identify: [`${ENDPOINT}?verb=Identify`],
    ListSets: [`${ENDPOINT}?verb=ListSets`],
    ListMetadataFormats: [`${ENDPOINT}?verb=ListMetadataFormats`],
  };
  try {
    const probe = { kind: 'repeat', connections: 1, groups, pause: 2 } as const;
    const alone = await measure(endpoint, { ...probe, seconds });
    endpoint.child.kill('SIGUSR2');
    const probing = measure(endpoint, { ...probe, seconds: seconds * 2 });
    await measure(endpoint, { kind: 'walk', stretches: stretchesOf(whole, 1), seconds: seconds * 2 }, probing);
    const beside = await probing;
    for (const [verb, { p50, p99 }] of Object.entries(beside.groups)) {
      const wanted = { reached: `p99 ${p99.toFixed(2)} ms`, wanted: `< ${SMALL} ms`, met: p99 < SMALL };
      report({ case: `${verb} beside a harvest`, p50, p99, ...wanted });
      const quiet = alone.groups[verb];
      if (quiet) report({ case: `${verb} alone`, control: true, p50: quiet.p50, p99: quiet.p99 });
    }
  } finally {
    await stopServer(endpoint);
  }
  try {
    const { p50, p99, max } = JSON.parse(readFileSync(file, 'utf8')) as { p50: number; p99: number; max: number };
    const wanted = {
      reached: `p99 ${p99.toFixed(2)} ms, most ${max.toFixed(0)}`,
      wanted: `≤ ${BLOCKED} ms`,
      met: p99 <= BLOCKED,
    };
    report({ case: 'event loop blocked, during a harvest', p50, p99, ...wanted });
  } catch (error) {
    tell(`the delay of the event loop is not known: ${(error as Error).message}`);
  }
}
