import { isAddressRange } from '../address-list.ts';

/** A whole number from `least` to `most`; `or` says what else may be written. */
export function integer(text: string, least: number, most: number, or = ''): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new Error(`${or}a whole number from ${least} to ${most}`);
  return value;
}

/** One of these words. */
export function oneOf<const T extends readonly string[]>(text: string, words: T): T[number] {
  if (!words.includes(text)) throw new Error(`one of ${words.join(', ')}`);
  return text;
}

/** A text that matches; `wanted` says in words what that is. */
export function matching(text: string, pattern: RegExp, wanted: string): string {
  if (!pattern.test(text)) throw new Error(wanted);
  return text;
}

/** Entries of an AddressList, separated by commas, or none. */
export function addresses(text: string): string[] {
  if (text === 'none') return [];
  const entries = text.split(',').map((entry) => entry.trim());
  if (!entries.every(isAddressRange))
    throw new Error('none, or addresses and networks such as 192.0.2.7, 10.0.0.0/8, loopback, private');
  return entries;
}

/** True for a whole URL of http or https without a user name. */
export function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\/[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]+$/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
}
