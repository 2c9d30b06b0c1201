import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { runCommand } from './run-command.ts';

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
  const ofSource = logger.child({ source: name });
  ofSource.info('sync begins');
  const exitCode = await runCommand(['sync', name], config, configFile, ofSource, stop);
  if (exitCode === 0) ofSource.info('sync ended');
  else ofSource.error({ exitCode }, 'sync ended with refusals or a failure; see `oai-pmh status`');
}
