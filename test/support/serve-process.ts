import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface ServeProcess {
  /** The port that it serves on; undefined when it ended without serving. */
  readonly port: number | undefined;
  /** What it printed to standard error so far. */
  errors(): string;
  /** Ends it as Ctrl+C would; answers its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `serve` as a process of its own, and waits until it serves or has ended. */
export async function serveProcess(environment: Record<string, string>, cwd: string): Promise<ServeProcess> {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, 'serve'], {
    cwd,
    env: { PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  const ended = once(child, 'close');
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
    errors: () => errors,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
  };
}
