import { AddressList, isAddressRange } from '../../src/address-list.ts';
import { clientNetwork, shortAddress } from '../../src/http/short-address.ts';

test.each([
  ['192.0.2.77', '192.0.2.0', '192.0.2.77'],
  ['::ffff:192.0.2.77', '192.0.2.0', '192.0.2.77'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::', '2001:db8:1:2::'],
  ['2001:DB8:0001:2::6', '2001:db8:1::', '2001:db8:1:2::'],
  ['2001:db8::6', '2001:db8::', '2001:db8::'],
  ['2001:db8::1:2:3:4:5', '2001:db8::', '2001:db8:0:1::'],
  ['64:ff9b::192.0.2.77', '64:ff9b::', '64:ff9b::'],
  ['::1', '::', '::'],
  ['fe80::1%eth0', 'fe80::', 'fe80::'],
  ['', 'unknown', 'unknown'],
  ['<script>', 'unknown', 'unknown'],
])('%s is shortened to %s, and is a client of %s', (address, short, network) => {
  expect(shortAddress(address)).toBe(short);
  expect(clientNetwork(address)).toBe(network);
});

describe('a list of addresses', () => {
  const list = new AddressList(['loopback', '192.0.2.0/25', '203.0.113.9', '2001:db8::/32']);

  test.each(['127.0.0.1', '::1', '127.8.8.8', '::ffff:127.0.0.1', '192.0.2.127', '203.0.113.9', '2001:db8:ffff::1'])(
    'holds %s',
    (address) => expect(list.has(address)).toBe(true),
  );

  test.each(['192.0.2.128', '203.0.113.8', '2001:db9::1', '', 'localhost', '::2', '::ffff:203.0.113.8'])(
    'does not hold "%s"',
    (address) => expect(list.has(address)).toBe(false),
  );

  test('names its networks', () => {
    for (const good of ['loopback', 'private', '10.0.0.0/8', '::1', 'fe80::/10'])
      expect(isAddressRange(good)).toBe(true);
    for (const bad of ['', 'none', '10.0.0.0/33', '10.0.0', '::1/129', 'example.org', 'toString', '10.0.0.0/8/8'])
      expect(isAddressRange(bad)).toBe(false);
  });
});
