import { setTimeout as sleep } from 'node:timers/promises';
import { HttpConnection, type Keep, type Reply } from './http-connection.ts';
import { countOf, endOf, textOf } from './list-page.ts';
import type { Latency, Load, Measured, Stretch, Verified } from './load.ts';
import { verifyList } from './verify-list.ts';

type Get = (connection: HttpConnection, path: string, keep: Keep, group?: string) => Promise<Reply>;

/** Does what a load says, until its time is over or `stop` says so, and measures it. Throws when an answer is not what it should be. */
export async function runLoad(load: Load, stop?: AbortSignal): Promise<Measured> {
  const groups = new Map<string, number[]>();
  const sum = { records: 0, rounds: 0, bytes: 0, busy: 0 };
  const get: Get = async (connection, path, keep, group = '') => {
    const sent = performance.now();
    const reply = await connection.get(path, { keep, headers: load.headers ?? '' });
    const latencies = groups.get(group) ?? [];
    groups.set(group, latencies);
    latencies.push(performance.now() - sent);
    sum.bytes += reply.bytes;
    // A busy store asks to wait; whoever walks a list would have lost its way.
    if (reply.status === 503 && load.kind === 'repeat') sum.busy += 1;
    else if (reply.status !== 200) throw new Error(`HTTP ${reply.status} for ${path}`);
    return reply;
  };
  const count = load.kind === 'walk' ? load.stretches.length : load.kind === 'repeat' ? load.connections : 1;
  const connections = await Promise.all(Array.from({ length: count }, () => HttpConnection.open(load.port)));
  const cpu = process.cpuUsage();
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  const goesOn = (seconds: number) => passed() < seconds && stop?.aborted !== true;
  let verified: Verified | undefined;
  switch (load.kind) {
    case 'walk':
      do {
        const counts = await Promise.all(
          load.stretches.map((stretch, at) => walk(stretch, connections[at] as HttpConnection, get)),
        );
        sum.records += counts.reduce((total, records) => total + records, 0);
        sum.rounds += 1;
      } while (goesOn(load.seconds));
      break;
    case 'repeat': {
      const names = Object.keys(load.groups);
      let turn = 0;
      await Promise.all(
        connections.map(async (connection) => {
          while (goesOn(load.seconds)) {
            const group = names[turn % names.length] ?? '';
            const paths = load.groups[group] ?? [];
            const path = paths[Math.floor(turn / names.length) % paths.length] ?? '';
            turn += 1;
            await get(connection, path, 'tail', group);
            if (load.pause !== undefined) await sleep(load.pause);
          }
        }),
      );
      break;
    }
    case 'verify':
      verified = await verifyList(connections[0] as HttpConnection, load.path, load.headers);
      sum.records = verified.records;
      sum.rounds = 1;
      break;
  }
  const seconds = passed();
  const { user, system } = process.cpuUsage(cpu);
  for (const connection of connections) connection.close();
  return {
    ...sum,
    ...latencyOf([...groups.values()].flat()),
    seconds,
    driverCpuSeconds: (user + system) / 1e6,
    groups: Object.fromEntries([...groups].map(([name, latencies]) => [name, latencyOf(latencies)])),
    ...(verified === undefined ? {} : { verified }),
  };
}

/** Reads a stretch to its end; answers the records of it, or nought where no token was followed. */
async function walk({ first, pages, paths }: Stretch, connection: HttpConnection, get: Get): Promise<number> {
  if (paths) {
    for (const path of paths) await get(connection, path, 'tail');
    return 0;
  }
  let from: number | undefined;
  let path: string | undefined = first;
  for (let page = 1; ; page += 1) {
    if (path === undefined) throw new Error(`the list ended after ${page - 1} pages instead of ${pages}: ${first}`);
    const last = page === pages;
    const reply: Reply = await get(connection, path, last ? 'all' : 'tail');
    const text = textOf(reply);
    const end = endOf(text, path);
    from ??= end.cursor;
    if (last) return end.cursor + countOf(text) - from;
    path = end.next;
  }
}

function latencyOf(latencies: number[]): Latency {
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests: latencies.length, p50: at(0.5), p99: at(0.99) };
}
