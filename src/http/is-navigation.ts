import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';

/** The headers that the choice looks at, for Vary. */
export const NAVIGATION_HEADERS = [
  'Sec-Fetch-Mode',
  'Sec-Fetch-Dest',
  'Sec-Fetch-Site',
  'Upgrade-Insecure-Requests',
  'Accept',
];

/**
 * True for what a person's browser asks for when it opens a page in a tab, and for nothing else: not for scripts, frames
 * or downloads. What Accept says alone means nothing: Java's default one names text/html first. Browsers leave the
 * Sec-Fetch headers out over plain http to any host but this machine.
 */
export function isNavigation(request: Pick<IncomingMessage, 'headers'>): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, 'sec-fetch-site': site } = request.headers;
  if ((mode ?? dest ?? site) !== undefined) return mode === 'navigate' && dest === 'document';
  if (request.headers['upgrade-insecure-requests'] !== '1') return false;
  const accepted = new Negotiator(request as IncomingMessage).mediaTypes().map((type) => type.toLowerCase());
  return accepted.includes('text/html') && accepted.includes('application/xhtml+xml');
}
