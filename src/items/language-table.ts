import { iso6393 } from 'iso-639-3';

/** Codes that were withdrawn but are found in old records, with the ISO 639-3 code of today. */
const WITHDRAWN: Record<string, string> = {
  in: 'ind',
  iw: 'heb',
  ji: 'yid',
  jw: 'jav',
  mo: 'ron',
  mol: 'ron',
  scc: 'srp',
  scr: 'hrv',
};

/** English names that neither ISO 639-3 nor Unicode CLDR has, in the form of `foldName`. */
const OTHER_NAMES: Record<string, string> = {
  azeri: 'aze',
  belarussian: 'bel',
  belorussian: 'bel',
  byelorussian: 'bel',
  castilian: 'spa',
  'church slavonic': 'chu',
  farsi: 'fas',
  flemish: 'nld',
  'judeo spanish': 'lad',
  moldavian: 'ron',
  moldovan: 'ron',
  montenegrine: 'cnr',
  'old bulgarian': 'chu',
  'old church slavic': 'chu',
  'old church slavonic': 'chu',
  'old slavic': 'chu',
  'old slavonic': 'chu',
  romani: 'rom',
  'serbo croat': 'hbs',
  sinhalese: 'sin',
  slovene: 'slv',
};

const IN_PARENTHESES = /\s*\([^()]*\)/g;

let codes: Map<string, string> | undefined;
let names: Map<string, string> | undefined;

/** ISO 639-3 by every lower-case code there is: 639-1, 639-2/B, 639-2/T, 639-3, and withdrawn ones. */
export function codeTable(): ReadonlyMap<string, string> {
  if (codes) return codes;
  codes = new Map(Object.entries(WITHDRAWN));
  for (const { iso6391, iso6392B, iso6392T, iso6393: code } of iso6393) {
    for (const key of [iso6391, iso6392B, iso6392T, code]) if (key) codes.set(key, code);
  }
  return codes;
}

/**
 * ISO 639-3 by English name, folded. Where languages share a name, the one that libraries know (639-1, then
 * 639-2) has it. Made on first use, in about 20 ms.
 */
export function nameTable(): ReadonlyMap<string, string> {
  if (names) return names;
  const table = new Map<string, string>();
  const offer = (name: string, code: string) => {
    const key = foldName(name);
    if (key !== '' && !table.has(key)) table.set(key, code);
  };
  const known = [...iso6393.filter((l) => l.iso6391), ...iso6393.filter((l) => !l.iso6391 && l.iso6392B)];
  const others = iso6393.filter((l) => !l.iso6391 && !l.iso6392B);
  for (const { name, iso6393: code } of [...known, ...others]) offer(name, code);
  for (const [name, code] of Object.entries(OTHER_NAMES)) offer(name, code);
  const display = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  for (const { iso6391, iso6393: code } of known) {
    const tag = iso6391 ?? code;
    // ICU answers for sh as for sr-Latn and for fat as for ak: such names belong to the other language.
    if (Intl.getCanonicalLocales(tag)[0] === tag) offer(display.of(tag) ?? '', code);
  }
  for (const { name, iso6393: code } of known) offer(name.replace(IN_PARENTHESES, ''), code);
  for (const [name, code] of unambiguousShortNames(others)) offer(name, code);
  names = table;
  return names;
}

/** `Ottoman` for `Ottoman (…)`, unless there are two of them. */
function unambiguousShortNames(languages: { name: string; iso6393: string }[]): [string, string][] {
  const byName = new Map<string, string | undefined>();
  for (const { name, iso6393: code } of languages) {
    const short = name.replace(IN_PARENTHESES, '');
    if (short !== name) byName.set(short, byName.has(short) ? undefined : code);
  }
  return [...byName].flatMap(([name, code]) => (code === undefined ? [] : [[name, code]]));
}

/** Lower case, without diacritics, words with one space between. The same under every locale. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/['’ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** `Modern Greek (1453-)` from `Greek, Modern (1453-)`, and names without what stands in parentheses. */
export function nameForms(name: string): string[] {
  const short = name.replace(IN_PARENTHESES, '');
  const [head, tail, more] = short.split(',');
  const turned = head !== undefined && tail !== undefined && more === undefined ? [`${tail} ${head}`] : [];
  return [name, short, ...turned].map(foldName);
}
