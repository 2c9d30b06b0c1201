import type { Socket } from 'node:net';
import type { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import { AddressList } from '../address-list.ts';
import { fullBucket } from './full-bucket.ts';
import type { Limits } from './limits.ts';
import { clientNetwork } from './short-address.ts';

export interface ConnectionLimitOptions
  extends Pick<Limits, 'clientConnections' | 'allowList' | 'rateLimit' | 'rateBurst'> {
  /** They bring the connections of many. */
  trustedProxies: readonly string[];
}

interface Client {
  open: number;
  /** What connections and requests on them cost before anybody looks at them. */
  readonly effort: TokenBucket;
}

/** Clients that are remembered; those with many connections are not forgotten, since they have just come. */
const MOST_CLIENTS = 20_000;
/**
 * As often as a client may ask, it may also connect, and it may have this many times as much: it must not reach this
 * limit before it has reached the one of requests, which is gentler.
 */
const EFFORT = 4;

/** Which connections a server takes: so many of each client, and none of those that wear it out. */
export class ConnectionLimits {
  readonly #clients = new LRUCache<string, Client>({ max: MOST_CLIENTS });
  readonly #most: number;
  readonly #rate: number | undefined;
  readonly #burst: number;
  readonly #exempt: AddressList;

  constructor({ clientConnections, allowList, trustedProxies, rateLimit, rateBurst }: ConnectionLimitOptions) {
    this.#most = clientConnections;
    this.#rate = rateLimit;
    this.#burst = rateBurst;
    this.#exempt = new AddressList([...allowList, ...trustedProxies]);
  }

  /** Counts a new connection until it closes; answers whether it is one too many. */
  refuses(socket: Socket): boolean {
    const client = this.#clientOf(socket);
    if (client === undefined) return false;
    client.open += 1;
    socket.once('close', () => {
      client.open -= 1;
    });
    return client.open > this.#most || !this.#charge(client);
  }

  /** Counts a request that has been read: who sends many at once on a connection gets no other one for a while. */
  count(socket: Socket): void {
    const client = this.#clientOf(socket);
    if (client !== undefined) this.#charge(client);
  }

  #charge({ effort }: Client): boolean {
    if (this.#rate === undefined) return true;
    effort.drip();
    const isLeft = effort.content >= 1;
    // Debts are paid in a known time: as long as it takes to fill the bucket.
    effort.content = Math.max(effort.content - 1, -effort.bucketSize);
    return isLeft;
  }

  #clientOf({ remoteAddress = '' }: Socket): Client | undefined {
    if (this.#exempt.has(remoteAddress)) return undefined;
    const network = clientNetwork(remoteAddress);
    const rate = this.#rate ?? 1;
    const client = this.#clients.get(network) ?? { open: 0, effort: fullBucket(EFFORT * this.#burst, EFFORT * rate) };
    this.#clients.set(network, client);
    return client;
  }
}
