import type { Item } from '../items/item.ts';
import { languageTag } from '../items/language.ts';
import type { SetField } from './set-definition.ts';
import { slugOf } from './slug-of.ts';

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

/** The values of a field, for a set each. */
export function fieldValues(item: Item, field: SetField): FieldValue[] {
  if (field === 'journal') return journalOf(item);
  const values = fieldTexts(item, field).flatMap((text) => setValue(text, field) ?? []);
  return [...new Map(values.map((value) => [value.keys[0], value])).values()];
}

/** One journal, whatever the languages of its title, and whichever of its ISSNs an article names. */
function journalOf({ host }: Item): FieldValue[] {
  const [title] = host?.titles ?? [];
  const slug = title && slugOf(title.text);
  if (!title || slug === undefined) return [];
  return [{ keys: [...(host?.issns ?? []), folded(title.text)], slug, setName: title.text }];
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
    case 'publisher':
    case 'licence':
    case 'keyword':
    case 'subject':
    case 'funder':
    case 'programme': {
      const slug = slugOf(text);
      return slug === undefined ? undefined : { keys: [folded(text)], slug, setName: text };
    }
  }
}

function yearsOf({ dates = [] }: Item): string[] {
  const issued = dates.find(({ kind }) => kind === 'issued');
  return issued === undefined ? [] : [issued.date.slice(0, 4)];
}

function languageName(tag: string): string {
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}

/** `Bachelor thesis` of `bachelorThesis`. */
function spaced(word: string): string {
  const text = word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Without regard to case and spaces; the same under every locale. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
