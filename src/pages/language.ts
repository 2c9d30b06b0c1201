import { html, type Markup } from './html.ts';

const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** The attributes of a text of unknown direction, and of its language where that is known: ` dir="auto" lang="ar"`. */
export function inLanguage(tag: string | undefined): Markup {
  return isLanguageTag(tag) ? html` dir="auto" lang="${tag}"` : html` dir="auto"`;
}

/** The name of a language in English, such as Czech; undefined where it has none. */
export function languageName(tag: string | undefined): string | undefined {
  if (!isLanguageTag(tag)) return undefined;
  try {
    return NAMES.of(tag);
  } catch {
    return undefined;
  }
}

/** True for what looks like a tag of BCP 47; what does not must not stand in `lang`. */
function isLanguageTag(tag: string | undefined): tag is string {
  return tag !== undefined && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag);
}
