import { clean } from '../../items/clean.ts';
import { languageTag } from '../../items/language.ts';
import { detectLanguage } from './detect-language.ts';
import { mayBeIn, withScript } from './script.ts';
import { folded } from './split-head.ts';

export interface PageTitle {
  readonly text: string;
  readonly lang?: string;
  readonly kind: 'main' | 'translated' | 'alternative';
}

/** Codes of ISO 639-3 that say nothing about one text: several languages, none, not known, not coded. */
const NO_LANGUAGE: ReadonlySet<string> = new Set(['mul', 'zxx', 'und', 'mis']);

/**
 * The title lines of a page: the first is the original title, in the page's language, the second the English one.
 * Repetitions are dropped. `languages` are those of the page (ISO 639-3), perhaps none, perhaps several.
 */
export function readTitles(lines: readonly string[], languages: readonly string[]): PageTitle[] {
  const seen = new Set<string>();
  const [first, second, ...others] = lines.filter((line) => {
    const key = folded(line);
    return !seen.has(key) && seen.add(key);
  });
  if (first === undefined) return [];
  const titles: PageTitle[] = [titled(first, originalLanguage(first, languages, second !== undefined), 'main')];
  if (second !== undefined) {
    // Cyrillic letters below a title in Latin ones are a second script, not a translation into English.
    const isEnglish = mayBeIn('en', clean(second));
    const isTranslation = isEnglish && titles[0]?.lang !== 'en';
    titles.push(titled(second, isEnglish ? 'en' : undefined, isTranslation ? 'translated' : 'alternative'));
  }
  return [...titles, ...others.map((text) => titled(text, undefined, 'alternative'))];
}

/** BCP 47 tag of a text that stands in the language of its page; undefined when its script says otherwise. */
export function tagOf(text: string, language: string): string | undefined {
  if (NO_LANGUAGE.has(language)) return undefined;
  const tag = languageTag(language);
  // Letters may be written as HTML references.
  const letters = clean(text);
  return mayBeIn(tag, letters) ? withScript(tag, letters) : undefined;
}

function originalLanguage(title: string, languages: readonly string[], hasEnglish: boolean): string | undefined {
  const others = hasEnglish ? languages.filter((language) => language !== 'eng') : languages;
  const fitting = (others.length > 0 ? others : languages).filter((language) => tagOf(title, language) !== undefined);
  const language = fitting.length > 1 ? detectLanguage(clean(title), fitting) : fitting[0];
  return language === undefined ? undefined : tagOf(title, language);
}

function titled(text: string, lang: string | undefined, kind: PageTitle['kind']): PageTitle {
  return lang === undefined ? { text, kind } : { text, lang, kind };
}
