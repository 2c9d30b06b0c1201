import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Logger } from 'pino';
import { type Config, isLoopback } from '../config/config.ts';
import { DEMO_EMAIL, DEMO_IDENTIFIER } from '../config/settings.ts';
import { Readiness } from '../http/readiness.ts';
import { logRequests } from '../http/request-log.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';
import { Metrics } from '../operator/metrics.ts';
import { SteadyClock } from '../steady-clock.ts';
import { SOFTWARE } from '../version.ts';
import { type Answering, startAnswering } from './answering.ts';
import { createLogger } from './create-logger.ts';
import { startMaintenance } from './maintenance.ts';
import { openRepository, type Repository } from './open-repository.ts';
import type { ReportBatch } from './report-batches.ts';
import { configOf, withSettings } from './settings-options.ts';
import { type OperatorServer, startOperator } from './start-operator.ts';
import { startUsage } from './start-usage.ts';
import { tellObservers } from './tell-observers.ts';
import type { Terminal } from './terminal.ts';
import { WorkerPool } from './worker-pool.ts';

const DEMO_FOLDER = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));

/** A server must not stand still while another process writes, in milliseconds; it tries again later. */
const LOCK_PATIENCE = 20;

export function serveCommand(terminal: Terminal): Command {
  const command = new Command('serve').description(
    'Answer harvesters. Without a store of your own: the demo store, filled with the demo records.',
  );
  return withSettings(command, ['port', 'host', 'database', 'baseUrl', 'pageSize', 'workers', 'logLevel']).action(
    async () => {
      const config = configOf(command, terminal);
      const repository = await openRepository(config, terminal, 'make');
      try {
        if (config.demo) await fillDemoStore(repository, terminal);
        repository.store.limitPatience(LOCK_PATIENCE);
        await serve(config, command.opts<{ config?: string }>().config, repository, terminal);
      } finally {
        await repository.store.close();
      }
    },
  );
}

/** The demo records go into the demo store and nowhere else; a second time nothing changes. */
async function fillDemoStore({ store, cataloguing }: Repository, terminal: Terminal): Promise<void> {
  // Only the demo needs what imports are made with.
  const { importFiles } = await import('../ingest/import-files.ts');
  const { ImportPrinter } = await import('./report-import.ts');
  const printer = new ImportPrinter({ ...terminal, err: () => {}, interactive: false });
  await importFiles([DEMO_FOLDER], {}, { store, cataloguing, clock: terminal.clock }, printer);
}

async function serve(
  config: Config,
  configFile: string | undefined,
  repository: Repository,
  terminal: Terminal,
): Promise<void> {
  const { store, cataloguing } = repository;
  const logger = createLogger(config, terminal);
  const clock = new SteadyClock(terminal.clock, (message) => logger.error(message));
  const settings = { config, formats: cataloguing.crosswalks.map(metadataFormatOf) };
  const workers = config.workers === 'auto' ? availableParallelism() : config.workers;
  const metrics = new Metrics(SOFTWARE.version);
  const readiness = new Readiness(store.answers);
  // Whoever wants to know of requests stands here: all of them are told of in this process, those of workers too.
  const usage = startUsage(config, store, logger, clock);
  const observe = tellObservers(
    [
      logRequests(logger, { slow: config.slowRequest, addresses: config.logAddresses }),
      metrics.observe,
      ...usage.observers,
    ],
    logger,
  );
  const take = ({ reports, dropped }: ReportBatch) => {
    reports.forEach(observe);
    metrics.missed(dropped);
  };
  let answering: Answering | undefined;
  let operator: OperatorServer | undefined;
  let stopMaintenance = async () => {};
  try {
    answering =
      workers === 1
        ? await startAnswering(settings, store.answers, logger, clock, observe)
        : await WorkerPool.start(settings, workers, logger, clock, take);
    operator = await startOperator(config, answering.port, { readiness, metrics, logger }, store, clock);
    warnOfDemoIdentity(config, logger);
    terminal.out(welcome(config, store.description, answering.port, workers, operator?.url));
    stopMaintenance = startMaintenance(repository, config, configFile, logger, clock);
    if (!terminal.stop.aborted) await Promise.race([once(terminal.stop, 'abort'), answering.failed]);
  } finally {
    readiness.stopping = true;
    await Promise.all([answering?.stop(), stopMaintenance()]);
    await usage.stop();
    // The operator may look until the end.
    await operator?.stop();
  }
}

/** What answers say of a format, without the code that renders it. */
function metadataFormatOf({ metadataPrefix, schema, metadataNamespace }: MetadataFormat): MetadataFormat {
  return { metadataPrefix, schema, metadataNamespace };
}

/** Behind a proxy the server listens on this machine only, and is public all the same. */
function warnOfDemoIdentity({ baseUrl, repositoryIdentifier, adminEmails }: Config, logger: Logger): void {
  if (isLoopback(new URL(baseUrl).hostname)) return;
  if (repositoryIdentifier === DEMO_IDENTIFIER)
    logger.warn('OAI_REPOSITORY_IDENTIFIER is not set: set it to your domain name before others harvest.');
  if (adminEmails.includes(DEMO_EMAIL))
    logger.warn('OAI_ADMIN_EMAIL is not set: set it to your e-mail address before others harvest.');
}

function welcome(
  config: Config,
  store: string,
  port: number,
  workers: number,
  operatorUrl: string | undefined,
): string {
  const local = isLoopback(config.host) && port !== config.port ? ` (listening on port ${port})` : '';
  const requests = ['verb=Identify', 'verb=ListRecords&metadataPrefix=oai_dc', 'verb=ListSets'];
  // Before a proxy passes requests on, nobody reaches the base URL.
  const { hostname, pathname } = new URL(config.baseUrl);
  const here =
    isLoopback(config.host) && !isLoopback(hostname) ? `http://localhost:${port}${pathname}` : config.baseUrl;
  return [
    `Serving ${store} at ${config.baseUrl}${local}${workers === 1 ? '' : `, with ${workers} workers`}`,
    `Open ${here === config.baseUrl ? 'it' : here} in a browser, or try:`,
    ...requests.map((request) => `  curl '${here}?${request}'`),
    ...(operatorUrl === undefined ? [] : [`For you alone: dashboard, metrics and health at ${operatorUrl}`]),
    'Stop with Ctrl+C.',
    '',
  ].join('\n');
}
