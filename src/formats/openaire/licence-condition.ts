import type { Item } from '../../items/item.ts';
import { leaf, type Markup } from '../../xml/markup.ts';

const CREATIVE_COMMONS =
  /^https?:\/\/(?:www\.)?creativecommons\.org\/(?:licenses\/([a-z-]+)|publicdomain\/(zero|mark))\/([0-9.]+)/i;

/** The licence: its name, its URL, and from when it holds. */
export function licenceCondition({ licence }: Item): Markup | undefined {
  if (licence === undefined) return undefined;
  const { text = nameOf(licence.uri), uri, start } = licence;
  return leaf('oaire:licenseCondition', text, { startDate: start, uri });
}

/** `CC BY 4.0` where the URL says so, else the URL. */
function nameOf(uri: string | undefined): string | undefined {
  const [, licence = '', dedication = '', version = ''] = CREATIVE_COMMONS.exec(uri ?? '') ?? [];
  if (version === '') return uri;
  if (licence !== '') return `CC ${licence.toUpperCase()} ${version}`;
  return dedication.toLowerCase() === 'zero' ? `CC0 ${version}` : `Public Domain Mark ${version}`;
}
