import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Met } from '../abusers.ts';
import type { Bench, CheckedLists } from '../bench.ts';
import { atMost } from '../figures.ts';
import { type Cost, measure } from '../measure.ts';
import { stopServer } from '../server-process.ts';

const ABUSERS = fileURLToPath(new URL('../abusers-process.ts', import.meta.url));
const COUNT = 50;
/** Milliseconds between an answer and the next request of the polite harvester: below the limit of 20 a second. */
const PAUSE = 50;
/** Seconds until the abusers have used up what they may do at once. */
const SETTLE = 10;
const TURNS = 3;
/** The p99 beside them, compared with the quiet one. */
const MOST = 3;

/** Abusers and harvester are on this machine: limits are to hold for both, or for none. */
const WITH = { OAI_ALLOW_LIST: 'none' };
const WITHOUT = { OAI_ALLOW_LIST: 'loopback' };

/** A harvester that asks for a page at a time, alone and beside abusive clients, with limits and without. */
export async function besideAbuse(bench: Bench, { whole }: CheckedLists): Promise<void> {
  const { corpus, program, seconds, report, tell } = bench;
  if (process.platform !== 'linux') return tell('only Linux has addresses enough for clients that abuse the server');
  const load = {
    kind: 'repeat',
    connections: 1,
    groups: { page: whole.paths },
    pause: PAUSE,
    seconds: 5 * seconds,
  } as const;
  for (const [name, environment] of [
    ['with limits', WITH],
    ['without', WITHOUT],
  ] as const) {
    const endpoint = await program.serve(corpus.database, { environment });
    // What the abusers take of the machine, whoever they abuse.
    const other = await program.serve(corpus.database, { environment });
    const quiet: Cost[] = [];
    const elsewhere: Cost[] = [];
    const beside: Cost[] = [];
    try {
      for (const server of [endpoint, other]) await measure(server, { ...load, seconds: 1 });
      // By turns, so that what else the machine does hits both alike.
      for (let turn = 0; turn < TURNS; turn += 1) {
        quiet.push(await measure(endpoint, load));
        const abusers = fork(ABUSERS, { execArgv: ['--no-warnings'] });
        try {
          abusers.send({ port: endpoint.port, count: COUNT });
          await sleep(SETTLE * 1000);
          beside.push(await measure(endpoint, load));
          elsewhere.push(await measure(other, load));
          if (turn === 0) tell(`${name}: ${JSON.stringify(await metBy(abusers))}`);
        } finally {
          abusers.kill();
        }
      }
      const wanted = atMost(middle(beside, 'p99') / middle(quiet, 'p99'), MOST, 'alone');
      report({
        case: `a page beside ${COUNT} abusers, ${name}`,
        control: name === 'without',
        ...latency(beside),
        ...wanted,
      });
      report({ case: `a page alone, ${name}`, control: true, ...latency(quiet) });
      report({ case: `a page of another server meanwhile, ${name}`, control: true, ...latency(elsewhere) });
      const busy = beside.reduce((sum, cost) => sum + cost.busy, 0);
      if (busy > 0) tell(`${name}: the polite harvester was refused ${busy} times`);
    } finally {
      await stopServer(endpoint);
      await stopServer(other);
    }
  }
}

function latency(costs: readonly Cost[]) {
  return {
    p50: middle(costs, 'p50'),
    p99: middle(costs, 'p99'),
    peakMemory: Math.max(...costs.map(({ peakMemory }) => peakMemory)),
  };
}

function middle(costs: readonly Cost[], key: 'p50' | 'p99'): number {
  return costs.map((cost) => cost[key]).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
}

async function metBy(abusers: ChildProcess): Promise<Record<string, Met>> {
  abusers.send('stop');
  const [met] = (await once(abusers, 'message')) as [Record<string, Met>];
  return met;
}
