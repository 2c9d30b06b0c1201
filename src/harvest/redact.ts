/** Names of query arguments whose values are for the two ends only. Better one hidden too many than too few. */
const SECRET_NAME = /token|key|secret|pass|pwd|credential|signature|session|auth(?!or)|^sig$/i;
/** Made by the source and good for nothing but the next page; who looks into a broken harvest needs to see it. */
const NO_SECRET = 'resumptionToken';
const HIDDEN = '***';
const LONGEST_VALUE = 60;
const LONGEST_ADDRESS = 300;
/** Shorter texts stand everywhere by chance. */
const SHORTEST_SECRET = 3;

/**
 * An address as people and logs may see it: without user, password and the values of arguments whose names sound
 * secret, and not endlessly long. Never throws, also for a text that is no URL.
 */
export function redact(address: string): string {
  const url = URL.parse(address);
  // Without its beginning, user:password@host reads as a scheme.
  if (!url?.host) return cut(address.replace(/[?#].*$/s, '').replace(/^.*@/s, `${HIDDEN}@`), LONGEST_ADDRESS);
  const user = url.username === '' && url.password === '' ? '' : `${HIDDEN}@`;
  const query = argumentsOf(url).map(({ name, value }) => {
    if (value === undefined) return name;
    return `${name}=${isSecret(name) ? HIDDEN : cut(value, LONGEST_VALUE)}`;
  });
  const search = query.length === 0 ? '' : `?${query.join('&')}`;
  return cut(`${url.protocol}//${user}${url.host}${url.pathname}${search}`, LONGEST_ADDRESS);
}

/** A text that came from the other end, without the secrets of the address that was asked, should it repeat them. */
export function hideSecrets(text: string, address: string): string {
  const url = URL.parse(address);
  if (!url) return text;
  const values = argumentsOf(url).flatMap(({ name, value }) => (isSecret(name) && value !== undefined ? [value] : []));
  return [url.username, url.password, ...values]
    .flatMap((secret) => [secret, decoded(secret)])
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);
}

/** An address without its secrets, to be published: nothing stands in their place. */
export function withoutSecrets(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  const kept = argumentsOf(url).filter(({ name }) => !isSecret(name));
  if (url.username === '' && url.password === '' && kept.length === argumentsOf(url).length) return address;
  url.username = '';
  url.password = '';
  url.search = kept.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)).join('&');
  return url.href;
}

/** The arguments as they are written: URLSearchParams would write the others anew, too. */
function argumentsOf(url: URL): { name: string; value: string | undefined }[] {
  if (url.search === '') return [];
  return url.search
    .slice(1)
    .split('&')
    .map((argument) => {
      const equals = argument.indexOf('=');
      return equals < 0
        ? { name: argument, value: undefined }
        : { name: argument.slice(0, equals), value: argument.slice(equals + 1) };
    });
}

function isSecret(name: string): boolean {
  const shown = decoded(name);
  return shown !== NO_SECRET && SECRET_NAME.test(shown);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
