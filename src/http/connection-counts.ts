import type { Socket } from 'node:net';
import { AddressList } from '../address-list.ts';
import type { Limits } from './limits.ts';
import { clientNetwork } from './short-address.ts';

export interface ConnectionLimit extends Pick<Limits, 'clientConnections' | 'allowList'> {
  /** They bring the connections of many. */
  trustedProxies: readonly string[];
}

/** Counts the connections of each client. */
export class ConnectionCounts {
  readonly #open = new Map<string, number>();
  readonly #most: number;
  readonly #exempt: AddressList;

  constructor({ clientConnections, allowList, trustedProxies }: ConnectionLimit) {
    this.#most = clientConnections;
    this.#exempt = new AddressList([...allowList, ...trustedProxies]);
  }

  /** Counts a new connection until it closes; answers whether its client has too many. */
  exceeds(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    if (this.#exempt.has(address)) return false;
    const client = clientNetwork(address);
    const open = (this.#open.get(client) ?? 0) + 1;
    this.#open.set(client, open);
    socket.once('close', () => {
      const left = (this.#open.get(client) ?? 1) - 1;
      if (left === 0) this.#open.delete(client);
      else this.#open.set(client, left);
    });
    return open > this.#most;
  }
}
