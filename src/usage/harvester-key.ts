import type { RequestReport } from '../http/request-report.ts';
import { shortAddress } from '../http/short-address.ts';

/** How much of a client's address is kept: its network (IPv4 /24, IPv6 /48), all, or nothing. */
export type KeptAddresses = 'short' | 'full' | 'none';

/** Who harvests, as far as it says so. An empty text: it does not say. */
export interface HarvesterKey {
  agent: string;
  network: string;
  /** Header From. */
  mailbox: string;
}

/** Longest texts that are kept of what clients send, in characters. */
const LONGEST_AGENT = 300;
const LONGEST_MAILBOX = 200;

export function harvesterKey({ client, userAgent, from }: RequestReport, addresses: KeptAddresses): HarvesterKey {
  return {
    agent: plain(userAgent ?? '', LONGEST_AGENT),
    network: addresses === 'none' ? '' : addresses === 'full' ? plain(client, 50) : shortAddress(client),
    mailbox: plain(from ?? '', LONGEST_MAILBOX),
  };
}

/** One line of text, of at most so many characters: what a client sends may be anything. */
export function plain(text: string, longest: number): string {
  return text
    .slice(0, longest)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
