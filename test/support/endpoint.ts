import { once } from 'node:events';
import { type ClientRequest, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { Crosswalk } from '../../src/formats/format.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { createApp } from '../../src/http/app.ts';
import { CONTENT_CODINGS } from '../../src/http/content-coding.ts';
import { HttpServer, type ServerOptions } from '../../src/http/http-server.ts';
import type { Limits } from '../../src/http/limits.ts';
import type { ObservingOptions } from '../../src/http/observe-requests.ts';
import type { Answer } from '../../src/judge/answer.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/store.ts';
import type { RepositorySettings } from '../../src/verbs/answer-context.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { backDoor } from './back-door.ts';
import { TestClock } from './test-clock.ts';

export const BASE_URL = 'https://oai.example.org/oai';
export const REPOSITORY_IDENTIFIER = 'oai.example.org';

export interface EndpointOptions {
  clock?: Clock & { now(): number };
  settings?: Partial<RepositorySettings>;
  server?: ServerOptions;
  /** Left out: oai_dc alone. */
  formats?: readonly Crosswalk[];
  /** An existing store to serve, as OAI_DATABASE would name it; left out: a fresh one. */
  database?: string;
  /** Who is told of requests. */
  observing?: ObservingOptions;
  /** URL of the pages that count as the items', with `{id}`; left out: those of the endpoint. */
  landingUrl?: string;
  /** Left out: none. */
  limits?: Limits;
  /** Domain of the identifiers; left out: oai.example.org. */
  identifier?: string;
  /** Whether browsers get pages; left out: they do. */
  pages?: boolean;
}

export interface Received extends Answer {
  headers: { get(name: string): string | null };
  rawHeaders: IncomingHttpHeaders;
  body: Buffer;
}

/** A whole endpoint on a free port of this machine: real store, real server, real sockets. */
export class Endpoint {
  readonly clock: Clock;
  readonly store: Store;
  readonly settings: RepositorySettings;
  readonly formats: readonly Crosswalk[];
  readonly database: string;
  /** Lines that the server logged. */
  readonly log: string[] = [];
  readonly server: Server;

  private constructor(options: EndpointOptions, clock: Clock, database: string, store: Store) {
    this.clock = clock;
    this.database = database;
    this.store = store;
    this.formats = options.formats ?? [oaiDc];
    this.settings = {
      repositoryName: 'Test repository',
      baseUrl: BASE_URL,
      adminEmails: ['oai@example.org'],
      granularity: 'seconds',
      pageSize: 100,
      maxPageBytes: 5_000_000,
      setsPageSize: 1000,
      tokenTtl: undefined,
      compression: CONTENT_CODINGS,
      software: { title: 'oai-pmh-endpoint', version: '0.0.0-test' },
      ...options.settings,
    };
    const provider = new DataProvider(this.store.answers, this.formats, this.settings, this.clock);
    const logger = pino({ level: 'error' }, { write: (line: string) => void this.log.push(line) });
    this.server = new HttpServer(
      createApp({
        provider,
        store: this.store.answers,
        repositoryIdentifier: REPOSITORY_IDENTIFIER,
        logger,
        clock,
        ...(options.pages === undefined ? {} : { pages: options.pages }),
        ...(options.landingUrl === undefined ? {} : { landingUrl: options.landingUrl }),
        ...options.observing,
        ...(options.limits && { limits: options.limits }),
      }),
      options.server,
    ).node;
  }

  static async start(options: EndpointOptions = {}): Promise<Endpoint> {
    const clock = options.clock ?? new TestClock('2026-03-01T10:00:00Z');
    const database = options.database ?? (await backDoor.fresh());
    const store = await openStore(database, RECORD_LAYOUT, clock.now());
    const endpoint = new Endpoint(options, clock, database, store);
    await endpoint.store.claimIdentifier(options.identifier ?? REPOSITORY_IDENTIFIER);
    endpoint.server.listen(0, '127.0.0.1');
    await once(endpoint.server, 'listening');
    return endpoint;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.store.close();
  }

  /** GET with a raw query string, exactly as given (no leading `?`). */
  get(query: string, headers: Record<string, string> = {}): Promise<Received> {
    return this.send('GET', query === '' ? '/oai' : `/oai?${query}`, headers);
  }

  /** POST of a raw form body. */
  post(body: string | Buffer, headers: Record<string, string> = {}, query = ''): Promise<Received> {
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.send('POST', query === '' ? '/oai' : `/oai?${query}`, { ...type, ...headers }, body);
  }

  /** Any request; the body as it came, not decompressed. Sends no header that is not given but Host. */
  async send(
    method: string,
    target: string,
    headers: Record<string, string> = {},
    body?: string | Buffer,
  ): Promise<Received> {
    const sent: ClientRequest = request({
      host: '127.0.0.1',
      port: this.port,
      method,
      path: target,
      headers,
      agent: false,
    });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return {
      status: response.statusCode ?? 0,
      headers: {
        get(name: string) {
          const value = response.headers[name.toLowerCase()];
          return Array.isArray(value) ? value.join(', ') : (value ?? null);
        },
      },
      rawHeaders: response.headers,
      body: Buffer.concat(chunks),
    };
  }
}
