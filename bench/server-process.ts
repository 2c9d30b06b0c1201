import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REPOSITORY_IDENTIFIER } from './article.ts';

export interface ServerProcess {
  port: number;
  child: ChildProcess;
}

/** The built program. */
export const PROGRAM = fileURLToPath(new URL('../bin/oai-pmh.cjs', import.meta.url));

/** The environment of the program, with nothing of its user's settings. */
export function environmentOf(database: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(OAI_|PORT$|HOST$|LOG_LEVEL$|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    OAI_DATABASE: database,
    OAI_REPOSITORY_IDENTIFIER: REPOSITORY_IDENTIFIER,
    OAI_BASE_URL: 'http://localhost:3000/oai',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...more,
  };
}

/** `serve` of the built program on a store. */
export function startEndpoint(
  database: string,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  return startServer([PROGRAM, 'serve', ...words], environmentOf(database, environment));
}

/** Starts a Node server that prints `listening on port N`, and waits until it does. */
export async function startServer(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--no-warnings', ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = /listening on port (\d+)/.exec(output) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    child.on('exit', () => reject(new Error(`${words.join(' ')} ended before it served`)));
  });
  return { port, child };
}

export async function stopServer({ child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Only Linux tells them; elsewhere they are unknown (NaN). */
const LINUX = existsSync('/proc/self/stat');
const TICKS = LINUX ? Number(execFileSync('getconf', ['CLK_TCK']).toString()) : Number.NaN;

/** User and system time of the server and its workers so far. */
export function cpuSeconds(server: ServerProcess): number {
  if (!LINUX) return Number.NaN;
  return processesOf(server).reduce((sum, pid) => {
    const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / TICKS;
  }, 0);
}

/** Highest resident memory of one process of the server so far, in bytes. */
export function peakMemory(server: ServerProcess): number {
  if (!LINUX) return Number.NaN;
  const peaks = processesOf(server).map((pid) => {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  });
  return Math.max(...peaks);
}

function processesOf({ child }: ServerProcess): number[] {
  const all = [child.pid ?? 0];
  for (const pid of all) {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
      if (children !== '') all.push(...children.split(' ').map(Number));
    }
  }
  return all;
}
