/** One argument as it came, decoded exactly once (protocol 3.1.1.3). */
export interface Argument {
  name: string;
  /** Undefined where the escapes are not hex or not UTF-8: illegal syntax. */
  value: string | undefined;
}

/**
 * Reads a raw query string or form body (`application/x-www-form-urlencoded`). Repeats, empty values and
 * unknown names stay visible. URLSearchParams would turn bad escapes into U+FFFD or leave them standing.
 */
export function readArguments(raw: string): Argument[] {
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      return { name: name ?? pair, value: decode(equals < 0 ? '' : pair.slice(equals + 1)) };
    });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
