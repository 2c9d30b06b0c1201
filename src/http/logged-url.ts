import type { Request } from 'express';

/** Of a URL, in characters. */
const LONGEST = 500;
/** Of a token, in characters: enough to tell two apart. */
const OF_A_TOKEN = 8;

/** The request target as logs may hold it: tokens shortened, no control characters, nothing beyond ASCII. */
export function loggedUrl({ originalUrl }: Pick<Request, 'originalUrl'>): string {
  return originalUrl
    .slice(0, 12_000)
    .split(/([?&])/)
    .map(withoutToken)
    .join('')
    .replace(/[^\x20-\x7e…]/g, '?')
    .slice(0, LONGEST);
}

/** The name may be escaped, as `resumption%54oken`: it is the same argument. */
function withoutToken(part: string): string {
  const equals = part.indexOf('=');
  const end = equals + 1 + OF_A_TOKEN;
  if (equals < 0 || part.length <= end || !/^resumptiontoken$/i.test(decoded(part.slice(0, equals)))) return part;
  return `${part.slice(0, end)}…`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
