/** A link out of a Link header, with its parameters by name. */
export interface ParsedLink {
  readonly href: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** RFC 3986, as strictly as it matters here: ASCII, no delimiters, whole escapes. */
const URI = /^[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;

/**
 * Reads the value of a Link header (RFC 8288, 3), by its grammar alone: nothing is forgiven. Targets must be absolute;
 * every link has one `rel`, no parameter comes twice, and values are tokens or quoted strings. Line breaks may stand
 * where white space may, as in application/linkset (RFC 9264, 4.1).
 */
export function parseLinks(text: string): ParsedLink[] {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${JSON.stringify(text.slice(at, at + 60))}`);
  };
  const blank = () => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
  };
  const take = (character: string) => {
    if (text[at] !== character) fail(`no ${character}`);
    at += 1;
  };
  const token = (): string => {
    TOKEN.lastIndex = at;
    const [found = ''] = TOKEN.exec(text) ?? fail('no token');
    at += found.length;
    return found;
  };
  const quoted = (): string => {
    take('"');
    let value = '';
    for (; text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1;
      const character = text[at] ?? fail('a quoted string has no end');
      if (!/[\t\x20-\x7e]/.test(character)) fail('a character that no quoted string holds');
      value += character;
    }
    take('"');
    return value;
  };
  const links: ParsedLink[] = [];
  for (blank(); at < text.length; blank()) {
    if (links.length > 0) {
      take(',');
      blank();
    }
    take('<');
    const end = text.indexOf('>', at);
    const href = text.slice(at, end < 0 ? undefined : end);
    if (end < 0 || !URI.test(href)) fail('no absolute URI');
    at = end;
    take('>');
    const parameters: Record<string, string> = {};
    for (blank(); text[at] === ';'; blank()) {
      take(';');
      blank();
      const name = token().toLowerCase();
      if (name in parameters) fail(`${name} comes twice`);
      blank();
      take('=');
      blank();
      parameters[name] = text[at] === '"' ? quoted() : token();
    }
    if (parameters['rel'] === undefined) fail('a link without rel');
    links.push({ href, parameters });
  }
  return links;
}
