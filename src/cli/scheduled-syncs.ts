import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';

/**
 * Runs the sources that have a schedule when their time comes, each in a process of its own: a sync may take
 * hours of CPU, and an endpoint must go on answering. A run that is still under way when its time comes again
 * is left alone. Answers how to stop: no new runs, and those under way are asked to end.
 */
export function scheduleSyncs(config: Config, configFile: string | undefined, logger: Logger): () => Promise<void> {
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  const jobs = config.sources.flatMap(({ name, schedule }) => {
    if (schedule === undefined) return [];
    const run = async () => {
      const ended = runSync(name, config, configFile, logger, stop.signal);
      running.add(ended);
      await ended;
      running.delete(ended);
    };
    return [new Cron(schedule, { timezone: 'UTC', protect: true, catch: true }, run)];
  });
  return async () => {
    for (const job of jobs) job.stop();
    stop.abort();
    await Promise.all(running);
  };
}

async function runSync(
  name: string,
  config: Config,
  configFile: string | undefined,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  const [, program = ''] = process.argv;
  const words = [program, 'sync', name, ...(configFile === undefined ? [] : ['--config', configFile])];
  logger.info({ source: name }, 'sync begins');
  // What the flags of this process said holds for the other one too.
  const environment = {
    ...process.env,
    OAI_DATABASE: config.database,
    OAI_BASE_URL: config.baseUrl,
    OAI_LANDING_URL: config.landingUrl,
    OAI_REPOSITORY_IDENTIFIER: config.repositoryIdentifier,
  };
  const child = spawn(process.execPath, [...process.execArgv, ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGTERM');
  stop.addEventListener('abort', end, { once: true });
  createInterface({ input: child.stdout }).on('line', (line) => logger.info({ source: name }, line));
  createInterface({ input: child.stderr }).on('line', (line) => logger.warn({ source: name }, line));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  stop.removeEventListener('abort', end);
  if (exitCode === 0) logger.info({ source: name }, 'sync ended');
  else logger.error({ source: name, exitCode }, 'sync ended with refusals or a failure; see `oai-pmh status`');
}
