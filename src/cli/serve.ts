import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Logger } from 'pino';
import { type Config, isLoopback } from '../config/config.ts';
import { DEMO_EMAIL, DEMO_IDENTIFIER } from '../config/settings.ts';
import { EXIT, Fault } from '../fault.ts';
import { createApp } from '../http/app.ts';
import { CONTENT_CODINGS } from '../http/content-coding.ts';
import { importFiles } from '../ingest/import-files.ts';
import { renderAgain } from '../ingest/render-again.ts';
import { SteadyClock } from '../steady-clock.ts';
import { StoreBusy } from '../store/store.ts';
import { DataProvider } from '../verbs/data-provider.ts';
import { SOFTWARE } from '../version.ts';
import { configuredDescriptions, textDescription } from '../xml/descriptions.ts';
import { createLogger } from './create-logger.ts';
import { openRepository, type Repository } from './open-repository.ts';
import { renderingChanges } from './rendering-of.ts';
import { ImportPrinter } from './report-import.ts';
import { runCommand } from './run-command.ts';
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
    const repository = await openRepository(config, terminal, 'make');
    try {
      if (config.demo) await fillDemoStore(repository, terminal);
      repository.store.limitPatience(LOCK_PATIENCE);
      await serve(config, command.opts<{ config?: string }>().config, repository, terminal);
    } finally {
      await repository.store.close();
    }
  });
}

/** The demo records go into the demo store and nowhere else; a second time nothing changes. */
async function fillDemoStore({ store, cataloguing }: Repository, terminal: Terminal): Promise<void> {
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
  const provider = new DataProvider(
    store,
    cataloguing.crosswalks,
    {
      ...config,
      descriptions: configuredDescriptions(config.descriptions),
      setDescriptions: descriptionsOf(config.sets),
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
      const due = await store.due(clock.now());
      if (due.length > 0) await renderAgain(due, store, cataloguing, clock);
    } catch (error) {
      if (error instanceof StoreBusy) logger.debug('the store is being written to; what is due waits');
      else if (error instanceof Fault) logger.error(`publishing what has become due failed: ${error.message}`);
      else logger.error({ err: error }, 'publishing what has become due failed');
    }
  };
  let maintaining = maintain();
  const timer = setInterval(() => {
    maintaining = maintaining.then(maintain);
  }, PUBLISH_EVERY * 1000);
  const rendering = renderChanged(repository, config, configFile, logger, terminal.stop).catch((error: unknown) => {
    logger.error({ err: error }, 'making the records anew failed; run `oai-pmh render`');
  });
  const stopSyncs = scheduleSyncs(config, configFile, logger);
  if (!terminal.stop.aborted) await once(terminal.stop, 'abort');
  clearInterval(timer);
  await stopSyncs();
  await rendering;
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  await maintaining;
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
  const { rendering: before } = await store.readState();
  if (before === undefined || before === rendering) return;
  logger.info(`The records are made anew: changed are ${renderingChanges(before, rendering).join(', ')}`);
  const exitCode = await runCommand(['render'], config, configFile, logger, stop);
  if (exitCode === EXIT.failed) logger.warn('The records were not made anew; run `oai-pmh render`');
}

/** The descriptions of sets, as ListSets has them. */
function descriptionsOf(sets: Config['sets']): ReadonlyMap<string, string> {
  return new Map(
    sets.flatMap(({ setSpec, description }) =>
      description === undefined ? [] : [[setSpec, textDescription(description)] as const],
    ),
  );
}

/** Behind a proxy the server listens on this machine only, and is public all the same. */
function warnOfDemoIdentity({ baseUrl, repositoryIdentifier, adminEmails }: Config, logger: Logger): void {
  if (isLoopback(new URL(baseUrl).hostname)) return;
  if (repositoryIdentifier === DEMO_IDENTIFIER)
    logger.warn('OAI_REPOSITORY_IDENTIFIER is not set: set it to your domain name before others harvest.');
  if (adminEmails.includes(DEMO_EMAIL))
    logger.warn('OAI_ADMIN_EMAIL is not set: set it to your e-mail address before others harvest.');
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
