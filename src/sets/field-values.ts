import type { Item } from '../items/item.ts';
import { languageTag } from '../items/language.ts';
import { isSetSpec } from '../oai/set-spec.ts';
import { folded } from './folded.ts';
import type { SetField } from './set-definition.ts';
import { LONGEST_SLUG, slugOf } from './slug-of.ts';

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** A value of a field, as a set of its own would have it. */
export interface FieldValue {
  /** What makes it the same value in another item, the surest first: an ISSN before a title. */
  keys: readonly string[];
  /** The last segment of the setSpec, unless another value has it already. */
  slug: string;
  setName: string;
}

/** The texts of a field, for rules to compare. */
export function fieldTexts(item: Item, field: SetField): readonly string[] {
  switch (field) {
    case 'journal':
      return item.host?.titles?.map(({ text }) => text) ?? [];
    case 'issn':
      return item.host?.issns ?? [];
    case 'publisher':
      return item.publishers?.map(({ name }) => name) ?? [];
    case 'type':
      return item.type === undefined ? [] : [item.type];
    case 'language':
      return item.languages ?? [];
    case 'year':
      return yearsOf(item);
    case 'access':
      return item.access === undefined ? [] : [item.access.status];
    case 'licence':
      return item.licence?.uri === undefined ? [] : [item.licence.uri];
    case 'version':
      return item.version === undefined ? [] : [item.version];
    case 'keyword':
      return item.keywords?.map(({ text }) => text) ?? [];
    case 'subject':
      return item.subjects?.map(({ text }) => text) ?? [];
    case 'funder':
      return item.funding?.map(({ funder }) => funder) ?? [];
    case 'programme':
      return item.funding?.flatMap(({ programme }) => programme ?? []) ?? [];
    case 'identifierScheme':
      return item.identifiers?.map(({ scheme }) => scheme) ?? [];
  }
}

/** The values of a field, for a set each. What no setSpec can hold has none. */
export function fieldValues(item: Item, field: SetField): FieldValue[] {
  const values =
    field === 'journal' ? journalOf(item) : fieldTexts(item, field).flatMap((text) => setValue(text, field) ?? []);
  const legal = values.filter(({ slug }) => isSetSpec(slug) && slug.length <= LONGEST_SLUG);
  return legal.filter(({ keys: [key] }, index) => legal.findIndex(({ keys }) => keys[0] === key) === index);
}

/**
 * One journal, whatever the languages of its title, and whichever of its ISSNs an article names. Where there is an ISSN,
 * translated titles do not count: journals share them.
 */
function journalOf({ host }: Item): FieldValue[] {
  const { titles = [], issns = [] } = host ?? {};
  for (const { text } of titles) {
    const slug = slugOf(text);
    if (slug === undefined) continue;
    const known = issns.length > 0 ? [text] : titles.map((title) => title.text);
    return [{ keys: [...issns, ...known.map(folded)], slug, setName: text }];
  }
  return [];
}

function setValue(text: string, field: Exclude<SetField, 'journal'>): FieldValue | undefined {
  switch (field) {
    case 'language': {
      const tag = languageTag(text);
      return { keys: [text], slug: tag, setName: languageName(tag) };
    }
    case 'type':
      return { keys: [text], slug: text, setName: spaced(text) };
    case 'year':
    case 'issn':
    case 'version':
    case 'access':
    case 'identifierScheme':
      return { keys: [text], slug: text, setName: text };
    case 'licence':
      return named(text, text.replace(/^https?:\/\/(www\.)?|\/$/g, ''));
    case 'publisher':
    case 'keyword':
    case 'subject':
    case 'funder':
    case 'programme':
      return named(text, text);
  }
}

function named(setName: string, text: string): FieldValue | undefined {
  const slug = slugOf(text);
  return slug === undefined ? undefined : { keys: [folded(text)], slug, setName };
}

function yearsOf({ dates = [] }: Item): string[] {
  const issued = dates.find(({ kind }) => kind === 'issued');
  return issued === undefined ? [] : [issued.date.slice(0, 4)];
}

function languageName(tag: string): string {
  return LANGUAGE_NAMES.of(tag) ?? tag;
}

/** `Bachelor thesis` of `bachelorThesis`. */
function spaced(word: string): string {
  const text = word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
