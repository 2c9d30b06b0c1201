import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, Measured } from './load.ts';
import { cpuSeconds, peakMemory, type ServerProcess } from './server-process.ts';

/** A measurement with what it cost the server. */
export interface Cost extends Measured {
  /** User and system time of all threads of all its processes. */
  cpuSeconds: number;
  /** Of its largest process, in bytes, since it began. */
  peakMemory: number;
}

/** A Load without the port, which the server tells. */
export type LoadOn = Load extends infer L ? (L extends Load ? Omit<L, 'port'> : never) : never;

const DRIVER = fileURLToPath(new URL('./driver-process.ts', import.meta.url));

/** Runs a load against a server, from a process of its own. */
export async function measure(server: ServerProcess, load: LoadOn): Promise<Cost> {
  const driver = fork(DRIVER, { execArgv: ['--no-warnings'] });
  try {
    const before = cpuSeconds(server);
    driver.send({ ...load, port: server.port });
    const [measured] = (await Promise.race([
      once(driver, 'message'),
      once(driver, 'exit').then(() => {
        throw new Error('the load driver has failed; its complaint stands above');
      }),
    ])) as [Measured];
    return { ...measured, cpuSeconds: cpuSeconds(server) - before, peakMemory: peakMemory(server) };
  } finally {
    driver.kill();
  }
}
