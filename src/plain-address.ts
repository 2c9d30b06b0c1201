import { isIP } from 'node:net';

/**
 * An IP address without what is around it in sockets and headers: `::ffff:192.0.2.7`, `192.0.2.7:5678`,
 * `[2001:db8::1]:5678`, `fe80::1%eth0`. Undefined for what is none.
 */
export function plainAddress(text: string): string | undefined {
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const [address = ''] = (bracketed ?? withPort ?? text).split('%');
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  return isIP(plain) === 0 ? undefined : plain;
}
