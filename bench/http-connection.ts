import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Reply {
  status: number;
  contentEncoding: string | undefined;
  /** The body as it came over the wire, or its last bytes. */
  body: Buffer;
  /** Size of the whole body on the wire. */
  bytes: number;
}

/** How much of a body is kept. */
export type Keep = 'all' | 'tail';

/** Enough for a resumptionToken and what closes the page. */
const TAIL = 4096;
/** How long a server may be silent, in milliseconds. */
const PATIENCE = 120_000;

/**
 * One kept-alive connection to one server, with as little work as can be: on a small machine the load driver shares
 * the cores with what it measures, and a comfortable client would hide differences between servers. All that is read
 * goes into one buffer.
 */
export class HttpConnection {
  readonly #port: number;
  readonly #buffer = Buffer.allocUnsafe(512 * 1024);
  /** Undefined after an answer that closes the connection; the next request opens another. */
  #socket: Socket | undefined;
  #keep: Keep = 'all';
  #head = '';
  /** Bytes of the body that are still to come; undefined while the head is read. */
  #missing: number | undefined;
  #reply: Reply | undefined;
  #closes = false;
  #kept: Buffer[] = [];
  #settle: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;
  #failure: Error | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async open(port: number): Promise<HttpConnection> {
    const connection = new HttpConnection(port);
    connection.#socket = connection.#connect();
    await once(connection.#socket, 'connect');
    return connection;
  }

  close(): void {
    this.#socket?.destroy();
  }

  /** The answer to a GET; `headers` are lines, each with its CRLF. Throws when there is none, or one without length. */
  get(path: string, { headers = '', keep = 'all' }: { headers?: string; keep?: Keep } = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#keep = keep;
      this.#settle = { resolve, reject };
      this.#socket ??= this.#connect();
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\n${headers}\r\n`, 'latin1');
    });
  }

  #connect(): Socket {
    const socket = connect({
      port: this.#port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: this.#buffer,
        callback: (length) => {
          try {
            this.#take(this.#buffer.subarray(0, length));
          } catch (error) {
            this.#fail(error as Error);
          }
          return true;
        },
      },
    });
    const fail = (message: string) => {
      if (socket === this.#socket) this.#fail(new Error(`127.0.0.1:${this.#port} ${message}`));
    };
    socket.setTimeout(PATIENCE, () => fail('has been silent for too long'));
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('has closed the connection'));
    return socket;
  }

  #take(bytes: Buffer): void {
    let body = bytes;
    if (this.#missing === undefined) {
      // No more of it is made a text than the head, which may come in pieces.
      const found = bytes.indexOf('\r\n\r\n');
      const before = this.#head.length;
      this.#head += bytes.toString('latin1', 0, found < 0 ? bytes.length : found + 4);
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      body = bytes.subarray(end + 4 - before);
      this.#begin(this.#head.slice(0, end));
    }
    this.#missing = (this.#missing ?? 0) - body.length;
    if (this.#keep === 'all' || this.#missing < TAIL) this.#kept.push(Buffer.from(body));
    if (this.#missing === 0) this.#finish();
  }

  #begin(head: string): void {
    this.#head = '';
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
    if (length === undefined) throw new Error(`an answer without Content-Length:\n${head}`);
    this.#missing = Number(length);
    this.#closes = /\r\nconnection: *close/i.test(head);
    this.#reply = {
      status: Number(head.slice(9, 12)),
      contentEncoding: /\r\ncontent-encoding: *(\S+)/i.exec(head)?.[1],
      body: Buffer.alloc(0),
      bytes: Number(length),
    };
  }

  #finish(): void {
    const [reply, settle] = [this.#reply, this.#settle];
    const body = this.#kept.length === 1 ? this.#kept[0] : Buffer.concat(this.#kept);
    this.#missing = undefined;
    this.#kept = [];
    if (this.#closes) {
      const socket = this.#socket;
      this.#socket = undefined;
      socket?.destroy();
    }
    if (reply && settle && body)
      settle.resolve({ ...reply, body: this.#keep === 'tail' ? body.subarray(-TAIL) : body });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#settle?.reject(this.#failure);
    this.#socket?.destroy();
  }
}
