import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** The ranges of the IANA registry of special-purpose IPv4 addresses that are not meant for the public Internet. */
const SPECIAL_V4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared, behind the carrier's address translation
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local; clouds tell secrets there
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4, given up
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/** Of IPv6 only 2000::/3 has been given out; these parts of it are not for the public, or lead elsewhere. */
const SPECIAL_V6 = [
  '2001::/23', // protocol assignments, Teredo among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, with any IPv4 address within
  '3fff::/20', // documentation
];

const special = new BlockList();
for (const range of SPECIAL_V4) special.addSubnet(...split(range), 'ipv4');
for (const range of SPECIAL_V6) special.addSubnet(...split(range), 'ipv6');
const given = new BlockList();
given.addSubnet('2000::', 3, 'ipv6');

/**
 * True for an address that the whole Internet may talk to: not private, loopback, link-local, multicast or reserved.
 * IPv4 addresses written as IPv6 (mapped, or translated by NAT64) are judged as what they are. Anything that is no
 * address is not public. node:net does the arithmetic: npm's ipaddr.js, where Express brings it, is an old one that
 * knows fewer ranges.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  const embedded = embeddedV4(address);
  if (embedded !== undefined) return isPublicAddress(embedded);
  return given.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** The IPv4 address in ::ffff:a.b.c.d and 64:ff9b::a.b.c.d. */
function embeddedV4(address: string): string | undefined {
  // The parser of URLs writes it in its one shortest form, in which the last four bytes are two groups.
  const shortest = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? '';
  const start = ['::ffff:', '64:ff9b::'].find((prefix) => shortest.startsWith(prefix));
  if (start === undefined) return undefined;
  const groups = shortest.slice(start.length).split(':');
  if (groups.length > 2 || shortest.endsWith('::')) return undefined;
  const bits = groups.reduce((sum, group) => sum * 0x10000 + Number.parseInt(group, 16), 0);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

function split(range: string): [network: string, length: number] {
  const [network = '', length = ''] = range.split('/');
  return [network, Number(length)];
}
