import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server as NodeServer,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { type ConnectionLimitOptions, ConnectionLimits } from './connection-limits.ts';

/** How long clients may take, in milliseconds. A connection that waits costs little, so all of this is generous. */
export const CLIENT_LIMITS = {
  /** To send the head of a request, or anything at all on a fresh connection. */
  headersTimeout: 10_000,
  /** To send the whole request. */
  requestTimeout: 30_000,
  /** To send the next request on the same connection. Proxies keep theirs for 60 seconds: they are to hang up first. */
  keepAliveTimeout: 65_000,
  /**
   * Without taking any of an answer. The system takes bytes in lumps, a third of what it holds for a connection, which is
   * up to 2.5 MB: with less patience, a line that carries 3 kB/s would seem to stand still.
   */
  timeout: 300_000,
  /** Between looks for clients that took too long. */
  connectionsCheckingInterval: 5_000,
};

export type ServerOptions = Partial<typeof CLIENT_LIMITS> & {
  /** After so many answers a connection is closed, and the client opens another one; left out: never. */
  maxRequestsPerSocket?: number;
  /** Left out: a client may have any number of connections. */
  connections?: ConnectionLimitOptions;
};

/** Bytes of the head of a request, its target included. */
const LARGEST_HEAD = 16 * 1024;

/** Milliseconds for the client to read that. */
const FAREWELL = 500;

/** What a connection gets that is one too many; nobody waits for its request. */
const TOO_MANY = 'These are too many connections. Close some, and use them for longer.\n';
const REFUSAL = `HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: ${TOO_MANY.length}\r\nConnection: close\r\n\r\n${TOO_MANY}`;

/** Requests that may wait on a connection for the answer to the one before. Hardly anybody pipelines at all. */
const MOST_WAITING = 20;

/** A connection: the answer that is under way on it, and the requests that came meanwhile. */
interface Line {
  answering: ServerResponse | undefined;
  readonly waiting: [IncomingMessage, ServerResponse][];
}

/**
 * An HTTP server that no client can fill or hold up: each connection has one answer at a time, and each wait has an end.
 * When it stops, the answers that are under way are finished.
 */
export class HttpServer {
  readonly node: NodeServer;
  readonly #answer: RequestListener;
  readonly #lines = new Map<Socket, Line>();
  readonly #limits: ConnectionLimits | undefined;
  #stopping = false;

  constructor(answer: RequestListener, options: ServerOptions = {}) {
    const { timeout, maxRequestsPerSocket = 0, connections, ...others } = { ...CLIENT_LIMITS, ...options };
    this.#limits = connections && new ConnectionLimits(connections);
    this.#answer = answer;
    this.node = createServer({ ...others, maxHeaderSize: LARGEST_HEAD }, (request, response) =>
      this.#queue(request, response),
    );
    this.node.timeout = timeout;
    this.node.maxRequestsPerSocket = maxRequestsPerSocket;
    // Node's own listener reads from a connection at once, and all requests that it finds.
    const [read] = this.node.listeners('connection');
    this.node.removeAllListeners('connection');
    this.node.on('connection', (socket: Socket) => {
      if (this.#limits?.refuses(socket)) return turnAway(socket);
      read?.call(this.node, socket);
      this.#lines.set(socket, { answering: undefined, waiting: [] });
      socket.once('close', () => this.#lines.delete(socket));
    });
  }

  /** Listens, and answers the port; rejects with the error of the system. */
  async listen(port: number, host: string): Promise<number> {
    this.node.listen(port, host);
    await once(this.node, 'listening');
    return (this.node.address() as AddressInfo).port;
  }

  /** Takes no more requests, and waits until the answers that are under way have left, up to `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    const closed = once(this.node, 'close');
    this.#stopping = true;
    // Past http.Server's own close, which also hangs up on those who have yet to take the rest of their answer.
    NetServer.prototype.close.call(this.node);
    for (const [socket, { answering }] of this.#lines) {
      if (answering === undefined) socket.destroy();
      else announceEnd(answering);
    }
    const end = setTimeout(() => this.node.closeAllConnections(), patience);
    await closed;
    clearTimeout(end);
    // What was begun for connections that were closed comes to its end: it still reads the store.
    await new Promise((resolve) => setImmediate(resolve));
    // This ends the looks for slow clients, which were wanted until now.
    this.node.close();
  }

  /** Node hands out all requests that have arrived at once: a few kB would fetch a thousand pages into memory. */
  #queue(request: IncomingMessage, response: ServerResponse): void {
    const line = this.#lines.get(request.socket);
    this.#limits?.count(request.socket);
    if (!line || request.socket.destroyed) return;
    if (line.answering === undefined) this.#begin(line, request, response);
    else if (line.waiting.length < MOST_WAITING) line.waiting.push([request, response]);
    else request.socket.destroy();
  }

  #begin(line: Line, request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    line.answering = response;
    response.once('close', () => {
      line.answering = undefined;
      const next = line.waiting.shift();
      if (socket.destroyed) return;
      if (this.#stopping) socket.destroySoon();
      else if (next) this.#begin(line, ...next);
    });
    this.#answer(request, response);
  }
}

function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** Says no, and reads nothing. */
function turnAway(socket: Socket): void {
  socket.on('error', () => {}).end(REFUSAL);
  const end = setTimeout(() => socket.destroy(), FAREWELL);
  socket.once('close', () => clearTimeout(end));
}
