import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, Measured } from './load.ts';
import { costOf, type ProcessCost } from './process-cost.ts';
import type { ServerProcess } from './server-process.ts';

/** A measurement with what it cost the server: processor time for it alone, peak memory since the server began. */
export interface Cost extends Measured, ProcessCost {
  /** Processor time of the database server; undefined where there is none or it cannot be watched. */
  databaseSeconds?: number | undefined;
}

/** A Load without the port, which the server tells. */
export type LoadOn = WithoutPort<Load>;
type WithoutPort<L> = L extends Load ? Omit<L, 'port'> : never;

const DRIVER = fileURLToPath(new URL('./driver-process.ts', import.meta.url));
/** Drivers that have nothing to do: a warm one does not disturb what it measures by compiling itself. */
const idle: ChildProcess[] = [];

/** Runs a load against a server, from a process of its own; when `end` is settled, it stops before its time. */
export async function measure(server: ServerProcess, load: LoadOn, end?: Promise<unknown>): Promise<Cost> {
  const driver = idle.pop() ?? fork(DRIVER, { execArgv: ['--no-warnings'] });
  const before = costOf(server.child.pid);
  const databaseBefore = databaseSecondsOf(server);
  driver.send({ ...load, port: server.port });
  const stop = () => driver.send('stop');
  end?.then(stop, stop);
  const failed = new AbortController();
  const [measured] = (await Promise.race([
    once(driver, 'message', { signal: failed.signal }),
    once(driver, 'exit', { signal: failed.signal }).then(() => {
      throw new Error('the load driver has failed; its complaint stands above');
    }),
  ])) as [Measured];
  failed.abort();
  idle.push(driver);
  const { cpuSeconds, peakMemory } = costOf(server.child.pid);
  return {
    ...measured,
    cpuSeconds: cpuSeconds - before.cpuSeconds,
    peakMemory,
    databaseSeconds: databaseBefore && (databaseSecondsOf(server) ?? Number.NaN) - databaseBefore,
  };
}

/** A load on a server. */
export type Task = readonly [server: ServerProcess, load: WithoutPort<Extract<Load, { seconds: number }>>];

/**
 * Measures several tasks by turns, a third of the time each, so that what else the machine does hits all alike; a walk
 * that takes the whole time at once is made once. Sums of what adds up; of latencies the middle of the turns.
 */
export async function measureByTurns<const T extends readonly Task[]>(tasks: T): Promise<{ [K in keyof T]: Cost }> {
  const costs: Cost[][] = tasks.map(() => []);
  for (let turn = 0; turn < 3; turn += 1) {
    for (const [at, [server, load]] of tasks.entries()) {
      const before = costs[at] ?? [];
      if (before.reduce((sum, { seconds }) => sum + seconds, 0) >= load.seconds) continue;
      before.push(await measure(server, { ...load, seconds: load.seconds / 3 }));
    }
  }
  return costs.map(together) as { [K in keyof T]: Cost };
}

function databaseSecondsOf({ database }: ServerProcess): number | undefined {
  return database === undefined ? undefined : costOf(database).cpuSeconds;
}

/** Lets go of the drivers. */
export function endDrivers(): void {
  for (const driver of idle.splice(0)) driver.kill();
}

function together(costs: readonly Cost[]): Cost {
  const sum = (
    key: 'records' | 'rounds' | 'requests' | 'busy' | 'bytes' | 'seconds' | 'cpuSeconds' | 'driverCpuSeconds',
  ) => costs.reduce((total, cost) => total + cost[key], 0);
  const database = costs.flatMap(({ databaseSeconds }) => databaseSeconds ?? []);
  const middle = (key: 'p50' | 'p99') =>
    costs.map((cost) => cost[key]).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
  return {
    records: sum('records'),
    rounds: sum('rounds'),
    requests: sum('requests'),
    busy: sum('busy'),
    bytes: sum('bytes'),
    seconds: sum('seconds'),
    cpuSeconds: sum('cpuSeconds'),
    databaseSeconds: database.length === 0 ? undefined : database.reduce((total, seconds) => total + seconds, 0),
    driverCpuSeconds: sum('driverCpuSeconds'),
    p50: middle('p50'),
    p99: middle('p99'),
    peakMemory: Math.max(...costs.map(({ peakMemory }) => peakMemory)),
    groups: {},
  };
}
