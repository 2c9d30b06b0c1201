import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { Fault } from '../fault.ts';
import { createApp } from '../http/app.ts';
import { CONTENT_CODINGS } from '../http/content-coding.ts';
import { HttpServer, type ServerOptions } from '../http/http-server.ts';
import { Readiness } from '../http/readiness.ts';
import type { RequestObserver } from '../http/request-report.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';
import type { StoreReader } from '../store/store.ts';
import { DataProvider } from '../verbs/data-provider.ts';
import { SOFTWARE } from '../version.ts';
import { configuredDescriptions, textDescription } from '../xml/descriptions.ts';

/** What answers are made by, as plain data: it can be handed to another process. */
export interface AnswerSettings {
  config: Config;
  formats: MetadataFormat[];
}

/** A server that answers harvesters. */
export interface Answering {
  readonly port: number;
  /** Rejects with a Fault when it cannot go on. */
  readonly failed: Promise<never>;
  /** Finishes the answers that are under way, for some seconds at most. */
  stop(): Promise<void>;
}

/** How long answers that are under way may still take when the server is to end: containers are killed after 10 s. */
export const STOP_PATIENCE = 8_000;

/** Begins to answer in this process, and tells the observer of each request. Throws a Fault where it cannot listen. */
export async function startAnswering(
  { config, formats }: AnswerSettings,
  store: StoreReader,
  logger: Logger,
  clock: Clock,
  observer: RequestObserver,
  options: ServerOptions = {},
): Promise<Answering> {
  const provider = new DataProvider(
    store,
    formats,
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
  const { repositoryIdentifier, landingUrl, trustedProxies } = config;
  const readiness = new Readiness(store);
  const observers = [observer];
  const parts = {
    provider,
    store,
    repositoryIdentifier,
    landingUrl,
    logger,
    readiness,
    limits: config,
    observers,
    trustedProxies,
    clock,
  };
  const server = new HttpServer(createApp(parts), { ...options, connections: config });
  const port = await listen(server, config);
  const stop = () => {
    readiness.stopping = true;
    return server.stop(STOP_PATIENCE);
  };
  return { port, failed: new Promise(() => {}), stop };
}

/** The descriptions of sets, as ListSets has them. */
function descriptionsOf(sets: Config['sets']): ReadonlyMap<string, string> {
  return new Map(
    sets.flatMap(({ setSpec, description }) =>
      description === undefined ? [] : [[setSpec, textDescription(description)] as const],
    ),
  );
}

/** Answers the port; throws a Fault where the server cannot listen. */
export async function listen(server: HttpServer, { port, host }: Config): Promise<number> {
  try {
    return await server.listen(port, host);
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
