import { languageCode } from '../../items/language.ts';
import { splitList } from './split-list.ts';

/** The languages of `Turkish, English` as ISO 639-3, and the words that are no language known here. */
export function readLanguages(value: string): { languages: string[]; unknown: string[] } {
  // `Greek, Modern (1453-)` is one name, with a comma.
  const whole = languageCode(value);
  if (whole !== undefined) return { languages: [whole], unknown: [] };
  const languages = new Set<string>();
  const unknown: string[] = [];
  for (const name of splitList(value.replace(/\s(?:and|&)\s/gi, ','), ',;/|')) {
    const code = languageCode(name);
    if (code === undefined) unknown.push(name);
    else languages.add(code);
  }
  return { languages: [...languages], unknown };
}
