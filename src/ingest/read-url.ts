import { ItemSchema } from '../items/item.ts';

const URI = new RegExp(ItemSchema.properties.links.items.pattern);

/**
 * The http(s) URL that a text is. Characters that a URI cannot hold are escaped as browsers do;
 * undefined for anything else, such as `www.example.org`, where the scheme would be a guess.
 */
export function readUrl(text: string): string | undefined {
  if (!/^https?:\/\/[^\s/]/i.test(text) || /\s/.test(text)) return undefined;
  if (URI.test(text)) return text;
  const escaped = URL.parse(text)?.href;
  return escaped !== undefined && URI.test(escaped) ? escaped : undefined;
}
