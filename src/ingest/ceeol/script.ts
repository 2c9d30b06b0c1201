/** Scripts by their ISO 15924 codes. The characters of Japanese are two of these. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Latn', /\p{Script=Latin}/gu],
  ['Cyrl', /\p{Script=Cyrillic}/gu],
  ['Grek', /\p{Script=Greek}/gu],
  ['Armn', /\p{Script=Armenian}/gu],
  ['Geor', /\p{Script=Georgian}/gu],
  ['Hebr', /\p{Script=Hebrew}/gu],
  ['Arab', /\p{Script=Arabic}/gu],
  ['Hani', /\p{Script=Han}/gu],
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['Hang', /\p{Script=Hangul}/gu],
];

/** What CLDR calls the script of a language, where that is not one of the table above. */
const MIXED: ReadonlyMap<string, readonly string[]> = new Map([
  ['Hans', ['Hani']],
  ['Hant', ['Hani']],
  ['Jpan', ['Hani', 'Kana']],
  ['Kore', ['Hani', 'Hang']],
]);

/** Languages that are printed in more than one script, or were within the last century. */
const IN_SEVERAL_SCRIPTS: ReadonlySet<string> = new Set(
  'sr sh bs cnr ro az uz kk ky tk tt tg mn ku ug crh gag rom'.split(' '),
);

/** Serbo-Croatian languages whose tag does not say the script (IANA: no Suppress-Script). */
const SCRIPT_TOLD: ReadonlySet<string> = new Set(['sr', 'sh', 'cnr']);

const SAMPLE = 4096;

/** ISO 15924 code of the script that most letters of the text are in; undefined without letters. */
export function scriptOf(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE);
  let best: string | undefined;
  let most = 0;
  for (const [script, pattern] of SCRIPTS) {
    const count = sample.match(pattern)?.length ?? 0;
    if (count > most) [best, most] = [script, count];
  }
  return best;
}

/**
 * False when a text cannot be in this language (BCP 47), because its letters are of another script, such as a title
 * in Latin letters on a Russian page. Then the page's language says nothing about the text.
 */
export function mayBeIn(tag: string, text: string): boolean {
  const main = scriptOf(text);
  if (main === undefined) return true;
  const locale = new Intl.Locale(tag);
  if (IN_SEVERAL_SCRIPTS.has(locale.language)) return ['Latn', 'Cyrl', 'Arab'].includes(main);
  const script = locale.maximize().script;
  if (script === undefined) return true;
  if (script === 'Latn') return main === 'Latn';
  // Names and abbreviations in Latin letters stand in every language: one letter of its own is enough.
  const own = MIXED.get(script) ?? [script];
  const known = SCRIPTS.filter(([code]) => own.includes(code));
  return known.length === 0 || known.some(([, pattern]) => text.slice(0, SAMPLE).match(pattern) !== null);
}

/** The tag with the script that the text is in, where the language alone leaves it open: `sr-Cyrl`, `sr-Latn`. */
export function withScript(tag: string, text: string): string {
  const script = scriptOf(text);
  if (script === 'Cyrl' && (SCRIPT_TOLD.has(tag) || tag === 'bs')) return `${tag}-Cyrl`;
  if (script === 'Latn' && SCRIPT_TOLD.has(tag)) return `${tag}-Latn`;
  return tag;
}
