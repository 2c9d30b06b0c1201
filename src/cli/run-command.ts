import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { ACTOR, SCHEDULE } from './with-act.ts';

/** The program itself: a source file, or the one that was built of it. */
const PROGRAM = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url));

/**
 * Runs a command of this program in a process of its own, with the configuration of this one: what takes long must not
 * keep answers waiting. What it prints is logged. Answers its exit code; undefined when it was made to stop.
 */
export async function runCommand(
  words: readonly string[],
  config: Config,
  configFile: string | undefined,
  logger: Pick<Logger, 'info' | 'warn'>,
  stop: AbortSignal,
): Promise<number | undefined> {
  if (stop.aborted) return undefined;
  const all = [PROGRAM, ...words, ...(configFile === undefined ? [] : ['--config', configFile])];
  // What the flags of this process said holds for the other one too.
  const environment = {
    ...process.env,
    [ACTOR]: SCHEDULE,
    OAI_DATABASE: config.database,
    OAI_BASE_URL: config.baseUrl,
    OAI_LANDING_URL: config.landingUrl,
    OAI_REPOSITORY_IDENTIFIER: config.repositoryIdentifier,
  };
  const child = spawn(process.execPath, ['--no-warnings', ...all], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGTERM');
  stop.addEventListener('abort', end, { once: true });
  createInterface({ input: child.stdout }).on('line', (line) => logger.info(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    // What it says of having been stopped is what was asked for.
    if (stop.aborted) logger.info(line);
    else logger.warn(line);
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  stop.removeEventListener('abort', end);
  return stop.aborted ? undefined : (exitCode ?? undefined);
}
