import { randomBytes } from 'node:crypto';

/** Tells processes apart, of one server and of several. */
const PROCESS = randomBytes(6).toString('hex');
let count = 0;

/** What proxies make: UUIDs, hex, `Root=1-…`. Nothing that a log could take for anything else. */
const WELL_FORMED = /^[\w.:=+/@-]{1,100}$/;

/** The id of a request: the one that a trusted proxy gave it, or a new one that no other request has. */
export function requestId(given: string | string[] | undefined): string {
  if (typeof given === 'string' && WELL_FORMED.test(given)) return given;
  count += 1;
  return `${PROCESS}-${count.toString(36)}`;
}
