import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Endpoint } from '../support/endpoint.ts';

/** A request as it came, arguments of GET and POST alike. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** Raw arguments. */
  readonly query: string;
  readonly args: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer before it is sent. */
export interface Plain {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** In place of the text. */
  bytes?: Buffer;
}

/** Spoils one thing: may change the answer of the endpoint, or ask it something else. */
export type Spoil = (asked: Asked, ask: (query?: string, method?: string) => Promise<Plain>) => Promise<Plain>;

/** Our real endpoint behind something that spoils its answers. */
export class FaultyServer {
  spoil: Spoil = (_asked, ask) => ask();
  endpoint: Endpoint | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<FaultyServer> {
    const faulty = new FaultyServer();
    faulty.#server.listen(0, '127.0.0.1');
    await once(faulty.#server, 'listening');
    return faulty;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/oai`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.endpoint?.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/' } = request;
    const [path = '', inUrl = ''] = url.split(/\?(.*)/s);
    const query = method === 'POST' ? Buffer.concat(chunks).toString() : inUrl;
    const headers = request.headers as Record<string, string>;
    const plain = await this.spoil({ method, path, query, args: new URLSearchParams(query), headers }, (other, by) =>
      this.#forward(by ?? method, other ?? query, headers),
    );
    const accepts = /gzip/.test(headers['accept-encoding'] ?? '');
    const body = plain.bytes ?? Buffer.from(plain.text);
    const coding = plain.headers['content-encoding'];
    const isPacked = coding === undefined && accepts && plain.bytes === undefined;
    if (isPacked) plain.headers['content-encoding'] = 'gzip';
    response.writeHead(plain.status, plain.headers);
    response.end(method === 'HEAD' ? undefined : isPacked ? gzipSync(body, { level: 1 }) : body);
  }

  async #forward(method: string, query: string, headers: Readonly<Record<string, string>>): Promise<Plain> {
    if (this.endpoint === undefined) throw new Error('There is no endpoint behind it.');
    const kept = Object.fromEntries(
      ['content-type', 'accept'].flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
    );
    const answer =
      method === 'POST'
        ? await this.endpoint.post(query, kept)
        : await this.endpoint.send(method, query === '' ? '/oai' : `/oai?${query}`, kept);
    const text = answer.body.toString();
    return { status: answer.status, headers: { 'content-type': answer.headers.get('content-type') ?? '' }, text };
  }
}
