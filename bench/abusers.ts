import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a kind of abusive clients has met with. */
export interface Met {
  connections: number;
  /** Answers by status. */
  statuses: Record<string, number>;
}

type Kind = (client: Client) => Promise<void>[];

const PAGE = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
const REQUEST = `GET ${PAGE} HTTP/1.1\r\nHost: x\r\n\r\n`;
const LUMP = Buffer.alloc(64 * 1024, 'x');

/** Ways to wear a server out. Each is a client with an address of its own. */
export const KINDS: Readonly<Record<string, Kind>> = {
  /** Many connections that ask without a pause. */
  flooder: (client) => client.times(20, (socket) => client.answered(socket, () => socket.write(REQUEST))),
  /** Asks for pages and does not take them. */
  slowReader: (client) =>
    client.times(15, async (socket) => {
      socket.pause().write(REQUEST);
      await client.closed(socket);
    }),
  /** Begins requests and does not end them (Slowloris). */
  slowHead: (client) =>
    client.times(60, async (socket) => {
      socket.write('GET /oai HTTP/1.1\r\nHost: x\r\n');
      const timer = setInterval(() => socket.write('X: y\r\n'), 1_000);
      await client.closed(socket);
      clearInterval(timer);
    }),
  /** Sends a hundred requests at once. */
  pipeliner: (client) =>
    client.times(3, async (socket) => {
      client.listen(socket);
      socket.write(REQUEST.repeat(100));
      await client.closed(socket);
    }),
  /** Opens connections and says nothing. */
  opener: (client) => client.times(80, (socket) => client.closed(socket)),
  largeHead: (client) =>
    client.times(3, (socket) =>
      client.answered(socket, () => socket.write(`GET /oai HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)),
    ),
  largeBody: (client) =>
    client.times(3, async (socket) => {
      client.listen(socket);
      socket.write(
        'POST /oai HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000000\r\n\r\n',
      );
      const more = () => {
        while (!socket.destroyed && socket.write(LUMP));
      };
      socket.on('drain', more);
      more();
      await client.closed(socket);
    }),
};

/** Clients that abuse a server on this machine, until they are stopped. Their addresses are 127.1.0.1 and following: on Linux every machine has these. */
export class Abusers {
  readonly #clients: Client[];
  readonly #work: Promise<unknown>;

  constructor(port: number, count: number) {
    const kinds = Object.keys(KINDS);
    this.#clients = Array.from(
      { length: count },
      (_, index) => new Client(port, `127.1.0.${index + 1}`, kinds[index % kinds.length] ?? ''),
    );
    this.#work = Promise.all(this.#clients.flatMap((client) => KINDS[client.kind]?.(client) ?? []));
  }

  /** What each kind has met with so far. */
  get met(): Record<string, Met> {
    const sums: Record<string, Met> = {};
    for (const { kind, connections, statuses } of this.#clients) {
      sums[kind] ??= { connections: 0, statuses: {} };
      const sum = sums[kind];
      sum.connections += connections;
      for (const [status, number] of Object.entries(statuses)) {
        sum.statuses[status] = (sum.statuses[status] ?? 0) + number;
      }
    }
    return sums;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.stop();
    await this.#work;
  }
}

/** One of them. */
class Client {
  readonly kind: string;
  readonly statuses: Record<string, number> = {};
  connections = 0;
  readonly #port: number;
  readonly #address: string;
  readonly #sockets = new Set<Socket>();
  #stopped = false;

  constructor(port: number, address: string, kind: string) {
    this.#port = port;
    this.#address = address;
    this.kind = kind;
  }

  stop(): void {
    this.#stopped = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** So many connections at a time; each is opened anew when it is over. */
  times(count: number, use: (socket: Socket) => Promise<void>): Promise<void>[] {
    return Array.from({ length: count }, async () => {
      while (!this.#stopped) {
        const socket = connect({ host: '127.0.0.1', port: this.#port, localAddress: this.#address });
        socket.on('error', () => {});
        this.connections += 1;
        this.#sockets.add(socket);
        await use(socket);
        socket.destroy();
        this.#sockets.delete(socket);
        // Not even an attack has more than so many connections a second to spare.
        await sleep(50);
      }
    });
  }

  /** Counts the answers that come. */
  listen(socket: Socket, answered: () => void = () => {}): void {
    socket.on('data', (chunk: Buffer) => {
      for (const [, status = ''] of chunk.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        this.statuses[status] = (this.statuses[status] ?? 0) + 1;
        answered();
      }
    });
  }

  /** Asks, and asks again as soon as an answer begins, until the connection ends. */
  async answered(socket: Socket, ask: () => void): Promise<void> {
    this.listen(socket, ask);
    ask();
    await this.closed(socket);
  }

  async closed(socket: Socket): Promise<void> {
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  }
}
