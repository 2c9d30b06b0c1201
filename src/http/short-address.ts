import { isIPv4 } from 'node:net';
import { plainAddress } from '../plain-address.ts';

/**
 * The network that an address is in: of IPv4 the first 24 bits, of IPv6 the first 48, the rest as noughts
 * (`192.0.2.0`, `2001:db8:1::`). What is kept for long is kept like this: it tells institutions apart, not people.
 */
export function shortAddress(address: string): string {
  return networkOf(address, 3, 3);
}

/** What counts as one client: an IPv4 address, or 64 bits of IPv6, which one household has at least. */
export function clientNetwork(address: string): string {
  return networkOf(address, 4, 4);
}

/** The first `bytes` bytes of an IPv4 address, or the first `groups` groups of 16 bits of an IPv6 address. */
function networkOf(address: string, bytes: number, groups: number): string {
  const plain = plainAddress(address);
  if (plain === undefined) return 'unknown';
  if (isIPv4(plain)) {
    const parts = plain.split('.');
    return parts.map((part, index) => (index < bytes ? part : '0')).join('.');
  }
  const [head = '', tail = ''] = plain.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const behind = tail.split(':').filter(Boolean);
  // An IPv4 address at the end takes the room of two groups; it is never among the first ones.
  const missing = 8 - before.length - behind.length - (plain.includes('.') ? 1 : 0);
  const all = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...behind];
  const kept = all.slice(0, groups).map((group) => Number.parseInt(group, 16).toString(16));
  return `${kept.join(':').replace(/(^0|:0)+$/, '')}::`;
}
