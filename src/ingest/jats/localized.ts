import { toLanguageTag } from '../../items/language.ts';
import { shorten } from '../shorten.ts';
import type { Note, XmlNode } from './xml-node.ts';

/** A text with the language in force where it stands; undefined for an empty one. */
export function localized(text: string, node: XmlNode, note: Note): { text: string; lang?: string } | undefined {
  if (text === '') return undefined;
  const lang = languageOf(node, note);
  return lang === undefined ? { text } : { text, lang };
}

/** The language in force, as a tag. */
export function languageOf({ name, lang, line }: XmlNode, note: Note): string | undefined {
  if (lang === undefined || lang.trim() === '') return undefined;
  const tag = toLanguageTag(lang);
  if (tag === undefined) note(line, `xml:lang “${shorten(lang)}” of <${name}> is no language tag and was left out`);
  return tag;
}
