/** One argument as it came, decoded exactly once (protocol 3.1.1.3). */
export interface Argument {
  name: string;
  /** Undefined where the escapes are not hex or not UTF-8: illegal syntax. */
  value: string | undefined;
}

/**
 * Of so many arguments some are repeated or unknown, whatever they are: no verb has more than six. What comes behind
 * them cannot make the request any better, and is not looked at.
 */
const MOST_ARGUMENTS = 50;

/**
 * Reads a raw query string or form body (`application/x-www-form-urlencoded`). Repeats, empty values and
 * unknown names stay visible. URLSearchParams would turn bad escapes into U+FFFD or leave them standing.
 */
export function readArguments(raw: string): Argument[] {
  const read: Argument[] = [];
  let start = 0;
  while (start < raw.length && read.length < MOST_ARGUMENTS) {
    const ampersand = raw.indexOf('&', start);
    const end = ampersand < 0 ? raw.length : ampersand;
    if (end > start) read.push(toArgument(raw.slice(start, end)));
    start = end + 1;
  }
  return read;
}

function toArgument(pair: string): Argument {
  const equals = pair.indexOf('=');
  const name = decode(equals < 0 ? pair : pair.slice(0, equals));
  return { name: name ?? pair, value: decode(equals < 0 ? '' : pair.slice(equals + 1)) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
