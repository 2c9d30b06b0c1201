import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServerProcess {
  port: number;
  child: ChildProcess;
  /** The process of the database server that it asks, where there is one that can be watched. */
  database?: number | undefined;
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
