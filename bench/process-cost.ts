import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What a process and its children have cost so far, those that have ended included. */
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
      const fields =
        read(`/proc/${each}/stat`, each === pid)
          ?.split(') ')[1]
          ?.split(' ') ?? [];
      // Its own and that of children whose end it has seen: user, system, user, system.
      return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) / TICKS;
    }, 0),
    peakMemory: Math.max(
      ...all.map((each) => {
        // One that is just ending has no memory any more.
        const [, kilobytes = 0] = /VmHWM:\s+(\d+)/.exec(read(`/proc/${each}/status`, each === pid) ?? '') ?? [];
        return Number(kilobytes) * 1024;
      }),
    ),
  };
}

function withChildren(pid: number): number[] {
  const all = [pid];
  for (const each of all) {
    for (const task of tasksOf(each)) {
      const children = read(`/proc/${each}/task/${task}/children`, false)?.trim() ?? '';
      if (children !== '') all.push(...children.split(' ').map(Number));
    }
  }
  return all;
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Undefined: the process has just ended, and its cost is now with its parent; throws instead where it must not have. */
function read(path: string, must: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (must) throw error;
    return undefined;
  }
}
