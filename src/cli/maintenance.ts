import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { EXIT, Fault } from '../fault.ts';
import { StoreBusy } from '../store/store.ts';
import type { Repository } from './open-repository.ts';
import { renderingChanges } from './rendering-of.ts';
import { runCommand } from './run-command.ts';
import { scheduleSyncs } from './scheduled-syncs.ts';

/** Seconds between looks for items whose visibleFrom has come. */
const PUBLISH_EVERY = 30;

/** Of many that become due together, so many are published between two answers: that takes some milliseconds. */
const PUBLISH_AT_ONCE = 20;

/**
 * What a server does beside answering: it publishes what has become due, makes anew the records that a changed setting
 * changes, and runs the sources that have a schedule. One process of a server does this. Answers how to stop.
 */
export function startMaintenance(
  repository: Repository,
  config: Config,
  configFile: string | undefined,
  logger: Logger,
  clock: Clock,
): () => Promise<void> {
  const stop = new AbortController();
  let publishing = publish(repository, logger, clock);
  const timer = setInterval(() => {
    publishing = publishing.then(() => publish(repository, logger, clock));
  }, PUBLISH_EVERY * 1000);
  const rendering = renderChanged(repository, config, configFile, logger, stop.signal).catch((error: unknown) => {
    logger.error({ err: error }, 'making the records anew failed; run `oai-pmh render`');
  });
  const stopSyncs = scheduleSyncs(config, configFile, logger);
  return async () => {
    clearInterval(timer);
    stop.abort();
    await Promise.all([stopSyncs(), rendering, publishing]);
  };
}

async function publish({ store, cataloguing }: Repository, logger: Logger, clock: Clock): Promise<void> {
  try {
    const due = await store.due(clock.now());
    if (due.length === 0) return;
    const { renderAgain } = await import('../ingest/render-again.ts');
    for (let start = 0; start < due.length; start += PUBLISH_AT_ONCE) {
      await renderAgain(due.slice(start, start + PUBLISH_AT_ONCE), store, cataloguing, clock);
    }
  } catch (error) {
    if (error instanceof StoreBusy) logger.debug('the store is being written to; what is due waits');
    else if (error instanceof Fault) logger.error(`publishing what has become due failed: ${error.message}`);
    else logger.error({ err: error }, 'publishing what has become due failed');
  }
}

/**
 * Records that were rendered with other formats, sets or settings are made anew, in a process of their own: `render`
 * leaves it to a person where more than a tenth of them would change. It is done once in the life of a server: two with a configuration each would otherwise make the records anew by turns, for ever.
 */
async function renderChanged(
  { store, rendering }: Repository,
  config: Config,
  configFile: string | undefined,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  const { rendering: before } = await store.answers.readState();
  if (before === undefined || before === rendering) return;
  logger.info(`The records are made anew: changed are ${renderingChanges(before, rendering).join(', ')}`);
  const exitCode = await runCommand(['render'], config, configFile, logger, stop);
  if (exitCode === EXIT.failed) logger.warn('The records were not made anew; run `oai-pmh render`');
}
