import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a source does with one request. */
export type Behaviour = (
  response: ServerResponse,
  query: URLSearchParams,
  request: IncomingMessage,
) => void | Promise<void>;

/** A server on this machine that does what a test tells it to, well or badly. */
export class MisbehavingSource {
  /** The arguments of each request so far, without Identify. */
  readonly asked: Record<string, string>[] = [];
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Answers everything by one function. */
  static async start(behaviour: Behaviour, host = '127.0.0.1'): Promise<MisbehavingSource> {
    const server = createServer((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      source.requests.push(request);
      if (query.get('verb') !== 'Identify') source.asked.push(Object.fromEntries(query));
      void behaviour(response, query, request);
    });
    const source = new MisbehavingSource(server);
    server.listen(0, host);
    await once(server, 'listening');
    return source;
  }

  /** Answers Identify, and the list requests one after the other; the last answer stays. */
  static list(...answers: Behaviour[]): Promise<MisbehavingSource> {
    return MisbehavingSource.listOf('YYYY-MM-DDThh:mm:ssZ', ...answers);
  }

  static listOf(granularity: string, ...answers: Behaviour[]): Promise<MisbehavingSource> {
    let next = 0;
    return MisbehavingSource.start((response, query, request) => {
      if (query.get('verb') === 'Identify') return send(response, identify(granularity));
      const answer = answers[Math.min(next++, answers.length - 1)];
      return answer?.(response, query, request);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/oai`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function send(response: ServerResponse, body: string | Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8', ...headers });
  response.end(body);
}

/** Answers with this body. */
export const sends =
  (body: string | Buffer, headers?: Record<string, string>): Behaviour =>
  (response) =>
    send(response, body, headers);

/** Answers with a status and nothing else. */
export const says =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, headers).end();
  };

/** Announces the whole body, sends a part of it, and breaks off. */
export const breaksOff =
  (body: string, after: number): Behaviour =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/xml', 'Content-Length': String(Buffer.byteLength(body)) });
    response.write(body.slice(0, after), () => response.destroy());
  };

const OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">';

export function envelope(content: string, responseDate = '2026-03-01T10:00:00Z'): string {
  return `${OPEN}<responseDate>${responseDate}</responseDate><request>http://x/oai</request>${content}</OAI-PMH>`;
}

export function identify(granularity = 'YYYY-MM-DDThh:mm:ssZ'): string {
  return envelope(
    '<Identify><repositoryName>A source &amp; more</repositoryName><baseURL>http://source.example.org/oai</baseURL>' +
      '<protocolVersion>2.0</protocolVersion><adminEmail>a@example.org</adminEmail>' +
      '<earliestDatestamp>2020-01-01</earliestDatestamp><deletedRecord>persistent</deletedRecord>' +
      `<granularity>${granularity}</granularity>` +
      '<description><x xmlns="urn:x"><granularity>none of this</granularity></x></description></Identify>',
  );
}

export interface ListOptions {
  token?: string;
  size?: number;
  responseDate?: string;
}

/** A page of a list. */
export function page(records: readonly string[], { token, size, responseDate }: ListOptions = {}): string {
  const attribute = size === undefined ? '' : ` completeListSize="${size}"`;
  const end = token === undefined ? '' : `<resumptionToken${attribute}>${token}</resumptionToken>`;
  return envelope(`<ListRecords>${records.join('\n')}${end}</ListRecords>`, responseDate);
}

/** Metadata of our own invention. */
export const payloadOf = (text: string): string => `<m:it xmlns:m="urn:example:m"><m:text>${text}</m:text></m:it>`;

export function header(identifier: string, datestamp = '2026-02-01T00:00:00Z'): string {
  return `<header><identifier>${identifier}</identifier><datestamp>${datestamp}</datestamp></header>`;
}

export function record(identifier: string, text = identifier, datestamp?: string): string {
  return `<record>${header(identifier, datestamp)}<metadata>${payloadOf(text)}</metadata></record>`;
}

export function error(code: string, text = ''): string {
  return envelope(`<error code="${code}">${text}</error>`);
}
