import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Fault } from '../fault.ts';

/**
 * Finds the addresses of a host name for a socket, and hands it only those that may be talked to. Because the socket
 * connects to what it is handed, and asks nobody again, a name that changes its address between a check and the
 * connection (DNS rebinding) gains nothing. When no address is left, the Fault that `refusal` makes of the host.
 *
 * Sockets do not look up what is an address already.
 */
export function guardedLookup(
  mayConnect: (address: string) => boolean,
  refusal: (host: string) => Fault,
): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const allowed = found.filter(({ address }) => mayConnect(address));
      const [first] = allowed;
      if (first === undefined) callback(refusal(host), []);
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** What to say of a host, or an address, that may not be talked to. */
export function refusalOfAddress(host: string): Fault {
  return new Fault(
    `${host} is in a private, local or reserved network, and those are not fetched from unless that is allowed.`,
  );
}
