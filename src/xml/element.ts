import { escapeAttribute, escapeText } from './escape.ts';

/** One element with text: `<name attribute="…">text</name>`. Attributes that are undefined are left out. */
export function element(
  name: string,
  text: string | number,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const shown = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`);
  return `<${name}${shown.join('')}>${escapeText(String(text))}</${name}>`;
}
