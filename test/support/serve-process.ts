import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface ServeProcess {
  readonly pid: number;
  /** The port that it serves on; undefined when it ended without serving. */
  readonly port: number | undefined;
  /** What it printed to standard error so far. */
  errors(): string;
  /** What it printed to standard output so far. */
  output(): string;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends it as Ctrl+C would; answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `serve` as a process of its own, and waits until it serves or has ended. */
export async function serveProcess(environment: Record<string, string>, cwd: string): Promise<ServeProcess> {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, 'serve'], {
    cwd,
    env: { PORT: '0', LOG_LEVEL: 'warn', OAI_SLOW_REQUEST: 'none', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A suite that runs out of time leaves nothing behind.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
  let output = '';
  let errors = '';
  const ended = once(child, 'close').then(() => child.exitCode);
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const served = new Promise<number>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, port] = /listening on port (\d+)\)/.exec(output) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const port = await Promise.race([served, ended.then(() => undefined)]);
  return {
    port,
    pid: child.pid ?? Number.NaN,
    output: () => output,
    errors: () => errors,
    ended,
    stop: (signal = 'SIGINT') => {
      child.kill(signal);
      return ended;
    },
  };
}
