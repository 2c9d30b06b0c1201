import { toLanguageTag } from '../../items/language.ts';
import { COLUMN_WORDS, DELETED_WORDS } from './column-words.ts';
import { foldName } from './fold-name.ts';
import { languageOfWord } from './language-names.ts';
import type { Use } from './mapping.ts';
import { isTargetName, TARGETS, type TargetName, takesOption } from './target.ts';

/** Names that say more than what the column is. */
const SPECIAL: ReadonlyMap<string, Use> = new Map<string, Use>([
  ...['ddc', 'dewey', 'subject ddc'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'ddc' }]),
  ...['lcsh', 'subject lcsh'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'lcsh' }]),
  ...['mesh', 'subject mesh', 'mesh terms'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'mesh' }]),
  ...['udc', 'subject udc'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'udc' }]),
  ...['lcc', 'subject lcc'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'lcc' }]),
  ...['jel', 'subject jel', 'jel codes'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'jel' }]),
  ...['msc', 'subject msc'].map((name): [string, Use] => [name, { to: 'subject', scheme: 'msc' }]),
  ...['handle', 'identifier handle'].map((name): [string, Use] => [name, { to: 'otherIdentifier', scheme: 'handle' }]),
  ...['urn', 'identifier urn'].map((name): [string, Use] => [name, { to: 'otherIdentifier', scheme: 'urn' }]),
  ...['pmid', 'pubmed id', 'identifier pmid'].map((name): [string, Use] => [
    name,
    { to: 'otherIdentifier', scheme: 'pmid' },
  ]),
  ...['pdf', 'pdf url', 'pdf link', 'PDF Linki', 'PDF Adresi'].map((name): [string, Use] => [
    name,
    { to: 'file', mediaType: 'application/pdf' },
  ]),
  ...['ispartof', 'relation ispartof'].map((name): [string, Use] => [name, { to: 'relation', relation: 'isPartOf' }]),
]);

const BY_NAME = new Map<string, Use>();
for (const [target, names] of Object.entries(COLUMN_WORDS)) {
  if (isTargetName(target)) for (const name of names) BY_NAME.set(foldName(name), { to: target });
}
for (const [name, use] of SPECIAL) BY_NAME.set(foldName(name), use);

const DELETED = new Set(DELETED_WORDS.map(foldName));

/** `dc.title`, `dcterms:title`, `dc_title`. */
const DUBLIN_CORE = /^(?:dc|dcterms|oaire)[._:\s-]+(?=\S)/i;
const IN_BRACKETS = /^([^[\]]+)\[([^[\]]*)\]$/;
/** Words that tie a language to a name: `title in English`, `Titel auf Deutsch`, `Title (lang: en)`. */
const TIES: ReadonlySet<string> = new Set(['in', 'auf', 'dil', 'lang', 'language', 'sprache']);

/** What a column is, by its name; undefined when it is not known. `dc.title[en]` is a title in English. */
export function recogniseColumn(name: string): Use | undefined {
  const [, base = '', tag = ''] = IN_BRACKETS.exec(name) ?? [];
  if (base !== '') {
    const use = lookUp(base);
    const lang = toLanguageTag(tag);
    if (use && lang !== undefined && takesOption(use.to, 'lang')) return { ...use, lang };
    if (use && (tag === '' || lang !== undefined)) return use;
  }
  return lookUp(name) ?? withLanguage(name) ?? numbered(name);
}

/** True for a column that tells which rows are deletions. */
export function tellsDeletion(name: string): boolean {
  return DELETED.has(foldName(name));
}

function lookUp(name: string): Use | undefined {
  return BY_NAME.get(foldName(name)) ?? BY_NAME.get(foldName(name.replace(DUBLIN_CORE, '')));
}

/** `English title`, `title_en`, `Başlık (İngilizce)`, `abstractTR`. */
function withLanguage(name: string): Use | undefined {
  const words = name
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length < 2) return undefined;
  const last = languageOfWord(words.at(-1) ?? '');
  const found = last === undefined ? undefined : texts(words.slice(0, -1), last);
  if (found) return found;
  const first = languageOfWord(words[0] ?? '');
  return first === undefined ? undefined : texts(words.slice(1), first);
}

function texts(words: readonly string[], lang: string): Use | undefined {
  const kept = TIES.has(words.at(-1)?.toLowerCase() ?? '') ? words.slice(0, -1) : words;
  const use = lookUp(kept.join(' '));
  return use && takesOption(use.to, 'lang') ? { ...use, lang } : undefined;
}

/** `Author 1`, `keyword_3`, `subject2`: one of several columns for one list. */
function numbered(name: string): Use | undefined {
  const base = name.replace(/[\s._#-]*\d{1,3}$/, '');
  const use = base === name ? undefined : lookUp(base);
  return use && isMany(use.to) ? use : undefined;
}

function isMany(target: TargetName): boolean {
  return TARGETS[target].many;
}
