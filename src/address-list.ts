import { BlockList, isIP } from 'node:net';
import { plainAddress } from './plain-address.ts';

/** Names for networks that everybody has. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
};

/** A list of IP addresses and networks: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`, `loopback`, `private`. */
export class AddressList {
  readonly #list = new BlockList();
  readonly isEmpty: boolean;

  /** The entries must be such as isAddressRange takes. */
  constructor(entries: readonly string[]) {
    this.isEmpty = entries.length === 0;
    for (const entry of entries.flatMap((name) => NAMED[name] ?? [name])) {
      const [address = '', bits] = entry.split('/');
      const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  /** Whether an address, as a socket tells it, is in one of the networks. What is no IP address is in none. */
  has(address: string): boolean {
    const plain = plainAddress(address);
    if (this.isEmpty || plain === undefined) return false;
    return this.#list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
  }
}

/** Whether a text is an entry of an AddressList. */
export function isAddressRange(text: string): boolean {
  if (Object.hasOwn(NAMED, text)) return true;
  const [, address = '', bits] = /^([0-9A-Fa-f.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128);
}
