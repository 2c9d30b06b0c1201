import type { IncomingMessage } from 'node:http';
import type { AddressList } from '../address-list.ts';
import { plainAddress } from '../plain-address.ts';

/** Proxies behind each other that are believed; there are two or three. */
const MOST_HOPS = 20;

/**
 * The IP address of the client: the peer's, or where that is a trusted proxy, what X-Forwarded-For names last that is
 * none. What stands further to the left anybody may have written.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: AddressList,
): string {
  const peer = peerAddress(request);
  if (!trustedProxies.has(peer)) return peer;
  const hops = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  let client = peer;
  for (const hop of hops.slice(-MOST_HOPS).reverse()) {
    const address = plainAddress(hop.trim());
    if (address === undefined) break;
    client = address;
    if (!trustedProxies.has(client)) break;
  }
  return client;
}

/** The IP address at the other end of the connection; empty where it is gone already. */
export function peerAddress({ socket }: Pick<IncomingMessage, 'socket'>): string {
  return plainAddress(socket.remoteAddress ?? '') ?? '';
}
