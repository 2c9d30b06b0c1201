import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What a process and its children have cost so far. */
export interface ProcessCost {
  /** User and system time of all threads. */
  cpuSeconds: number;
  /** Highest resident memory of the largest of them, in bytes. */
  peakMemory: number;
}

/** Only Linux tells it; elsewhere it is unknown (NaN). */
const LINUX = existsSync('/proc/self/stat');
const TICKS = LINUX ? Number(execFileSync('getconf', ['CLK_TCK']).toString()) : Number.NaN;

/** Throws when the process has ended. */
export function costOf(pid: number | undefined): ProcessCost {
  if (!LINUX || pid === undefined) return { cpuSeconds: Number.NaN, peakMemory: Number.NaN };
  const all = withChildren(pid);
  return {
    cpuSeconds: all.reduce((sum, each) => {
      const fields = (readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1] ?? '').split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) / TICKS;
    }, 0),
    peakMemory: Math.max(
      ...all.map((each) => {
        // One that is just ending has no memory any more.
        const [, kilobytes = 0] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8')) ?? [];
        return Number(kilobytes) * 1024;
      }),
    ),
  };
}

function withChildren(pid: number): number[] {
  const all = [pid];
  for (const each of all) {
    for (const task of readdirSync(`/proc/${each}/task`)) {
      const children = readFileSync(`/proc/${each}/task/${task}/children`, 'utf8').trim();
      if (children !== '') all.push(...children.split(' ').map(Number));
    }
  }
  return all;
}
