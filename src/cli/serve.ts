import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Config, isLoopback } from '../config/config.ts';
import { DEMO_EMAIL, DEMO_IDENTIFIER } from '../config/settings.ts';
import { Fault } from '../fault.ts';
import { createApp } from '../http/app.ts';
import { CONTENT_CODINGS } from '../http/content-coding.ts';
import { importFiles } from '../ingest/import-files.ts';
import { renderAgain } from '../ingest/render-again.ts';
import { SteadyClock } from '../steady-clock.ts';
import { StoreBusy } from '../store/store.ts';
import { DataProvider } from '../verbs/data-provider.ts';
import { SOFTWARE } from '../version.ts';
import { createLogger } from './create-logger.ts';
import { openRepository, type Repository } from './open-repository.ts';
import { ImportPrinter } from './report-import.ts';
import { scheduleSyncs } from './scheduled-syncs.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

const DEMO_FOLDER = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));

/** A server must not stand still while another process writes, in milliseconds; it tries again later. */
const LOCK_PATIENCE = 20;

/** Seconds between looks for items whose visibleFrom has come. */
const PUBLISH_EVERY = 30;

export function serveCommand(terminal: Terminal): Command {
  const command = new Command('serve').description(
    'Answer harvesters. Without a store of your own: the demo store, filled with the demo records.',
  );
  return withSettings(command, ['port', 'host', 'database', 'baseUrl', 'pageSize', 'logLevel']).action(async () => {
    const config = configOf(command, terminal);
    const repository = await openRepository(config, terminal, { mayMake: true, patience: LOCK_PATIENCE });
    try {
      if (config.demo) await fillDemoStore(repository, terminal);
      await serve(config, command.opts<{ config?: string }>().config, repository, terminal);
    } finally {
      await repository.store.close();
    }
  });
}

/** The demo records go into the demo store and nowhere else; a second time nothing changes. */
async function fillDemoStore({ store, cataloguing, rendering }: Repository, terminal: Terminal): Promise<void> {
  const printer = new ImportPrinter({ ...terminal, err: () => {}, interactive: false });
  await importFiles([DEMO_FOLDER], {}, { store, cataloguing, clock: terminal.clock }, printer);
  await store.noteRendering(rendering);
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
  const provider = new DataProvider(
    store,
    cataloguing.crosswalks,
    {
      ...config,
      maxPageBytes: 5_000_000,
      setsPageSize: 1000,
      compression: CONTENT_CODINGS,
      software: SOFTWARE,
    },
    clock,
  );
  const app = createApp({ provider, store, repositoryIdentifier: config.repositoryIdentifier, logger });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, app);
  await listen(server, config);
  warnOfDemoIdentity(config, logger);
  terminal.out(welcome(config, server));
  const maintain = async () => {
    try {
      await followAddresses(repository, clock, logger, terminal.stop);
      const due = await store.due(clock.now());
      if (due.length > 0) await renderAgain(due, store, cataloguing, clock);
    } catch (error) {
      if (error instanceof StoreBusy) logger.debug('the store is being written to; what is due waits');
      else logger.error({ err: error }, 'publishing what has become due failed');
    }
  };
  let maintaining = maintain();
  const timer = setInterval(() => {
    maintaining = maintaining.then(maintain);
  }, PUBLISH_EVERY * 1000);
  const stopSyncs = scheduleSyncs(config, configFile, logger);
  if (!terminal.stop.aborted) await once(terminal.stop, 'abort');
  clearInterval(timer);
  await stopSyncs();
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  await maintaining;
}

/**
 * Records may hold addresses of pages or schemas that the settings name no longer. Where those were on this machine
 * only, nobody outside can have followed them, and the records are made anew at once; else a person must decide,
 * since all that change get new datestamps.
 */
async function followAddresses(
  { store, cataloguing, rendering }: Repository,
  clock: Clock,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  const { rendering: before } = await store.readState();
  if (before === undefined || before === rendering) return;
  const [then, now] = [before, rendering].map((noted) => Object.values(JSON.parse(noted) as Record<string, string>));
  const gone = then?.filter((url) => !now?.includes(url)) ?? [];
  if (!gone.every((url) => isLoopback(new URL(url).hostname))) {
    logger.warn(
      `Records point to ${gone.join(' and ')}; by the settings it is ${now?.join(' and ')} now. Run \`oai-pmh render\`; the records that change get new datestamps.`,
    );
    return;
  }
  const totals = await renderAgain(until(stop, store.items()), store, cataloguing, clock);
  if (stop.aborted) return;
  await store.noteRendering(rendering);
  logger.info(`${totals.get('updated') ?? 0} records made anew with ${now?.join(' and ')}`);
}

/** Behind a proxy the server listens on this machine only, and is public all the same. */
function warnOfDemoIdentity({ baseUrl, repositoryIdentifier, adminEmails }: Config, logger: Logger): void {
  if (isLoopback(new URL(baseUrl).hostname)) return;
  if (repositoryIdentifier === DEMO_IDENTIFIER)
    logger.warn('OAI_REPOSITORY_IDENTIFIER is not set: set it to your domain name before others harvest.');
  if (adminEmails.includes(DEMO_EMAIL))
    logger.warn('OAI_ADMIN_EMAIL is not set: set it to your e-mail address before others harvest.');
}

async function* until<T>(stop: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (stop.aborted) return;
    yield item;
  }
}

async function listen(server: Server, { port, host }: Config): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new Fault(`Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another one.`);
    if (code === 'EACCES') throw new Fault(`This user may not listen on port ${port}. Set PORT to one above 1023.`);
    throw new Fault(
      `The server cannot listen on ${host}, port ${port} (${code}). Set HOST to an address of this machine.`,
    );
  }
}

function welcome(config: Config, server: Server): string {
  const { port } = server.address() as AddressInfo;
  const local = isLoopback(config.host) && port !== config.port ? ` (listening on port ${port})` : '';
  const requests = ['verb=Identify', 'verb=ListRecords&metadataPrefix=oai_dc', 'verb=ListSets'];
  return [
    `Serving ${config.database} at ${config.baseUrl}${local}`,
    'Try:',
    ...requests.map((request) => `  curl '${config.baseUrl}?${request}'`),
    'Stop with Ctrl+C.',
    '',
  ].join('\n');
}
