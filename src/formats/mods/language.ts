import { bibliographicCode, languageCode } from '../../items/language.ts';
import type { Attributes } from '../../xml/markup.ts';

/** No code of ISO 639 is longer; a longer primary subtag would be looked up as a name. */
const LONGEST_CODE = 3;
/** The primary subtag and the script, which only stands behind it. */
const TAG = /^([A-Za-z]+)(?:-([A-Za-z]{4})(?![A-Za-z0-9]))?/;

/**
 * The language of a text, as its attributes: `lang` is the bibliographic code of ISO 639-2, which MODS has from
 * MARC and not every language has one; `xml:lang` is the whole tag; `script` its ISO 15924 code.
 */
export function modsLanguage(tag: string | undefined): Attributes {
  if (tag === undefined) return {};
  const [, primary = '', script] = TAG.exec(tag) ?? [];
  const code = primary.length <= LONGEST_CODE ? languageCode(primary) : undefined;
  return {
    lang: code && bibliographicCode(code),
    'xml:lang': tag,
    script,
  };
}
