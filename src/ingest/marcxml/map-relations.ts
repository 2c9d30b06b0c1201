import { isIsbn } from '../../items/check-digit.ts';
import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import { addOnce } from '../oai-xml/draft.ts';
import { readIssn } from '../read-issns.ts';
import type { MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield } from './marc-record.ts';

type Relation = NonNullable<Item['relations']>[number];

/** With label and qualifier. */
const LONGEST_ISSN = 60;
const PART_OF = 'Is part of:';

/** What each linking entry says; $i may say it more exactly. */
const BY_TAG: ReadonlyMap<string, Relation['type']> = new Map([
  ['765', 'isTranslationOf'],
  ['767', 'hasTranslation'],
  ['770', 'isSupplementedBy'],
  ['772', 'isSupplementTo'],
  ['773', 'isPartOf'],
  ['774', 'hasPart'],
  ['775', 'relates'],
  ['776', 'isFormatOf'],
  ['780', 'replaces'],
  ['785', 'isReplacedBy'],
  ['787', 'relates'],
]);
const BY_WORDS: ReadonlyMap<string, Relation['type']> = new Map([
  ['Is version of:', 'isVersionOf'],
  ['Has version:', 'hasVersion'],
  ['References:', 'references'],
  ['Referenced by:', 'isReferencedBy'],
]);
/** Schemes whose name is part of the identifier. */
const WHOLE: ReadonlySet<string> = new Set(['urn', 'ark', 'oai']);

/** 765 to 787, but for the host. */
export function mapRelations(draft: MarcDraft): void {
  for (const field of fieldsOf(draft.record, ...BY_TAG.keys())) {
    if (field.tag === '773' && !isPartOfOther(field)) continue;
    const type = BY_WORDS.get(subfield(field, 'i') ?? '') ?? BY_TAG.get(field.tag);
    const target = targetOf(field);
    if (type !== undefined && target !== undefined) addOnce(draft, 'relations', { type, ...target });
  }
}

/** A host entry that is only a relation: it says of something else that the item is part of it. */
export function isPartOfOther(field: MarcField): boolean {
  return subfield(field, 'i') === PART_OF;
}

function targetOf(field: MarcField): Omit<Relation, 'type'> | undefined {
  const identifier = subfield(field, 'o');
  if (identifier !== undefined) return schemeAndValue(identifier);
  const issn = readIssn(subfield(field, 'x')?.slice(0, LONGEST_ISSN) ?? '');
  if (issn !== undefined) return { scheme: 'issn', value: issn };
  const isbn = subfield(field, 'z');
  if (isbn !== undefined && isIsbn(isbn)) return { scheme: 'isbn', value: isbn };
  const words = [subfield(field, 'a'), subfield(field, 't') ?? subfield(field, 's')].filter((text) => text);
  return words.length === 0 ? undefined : { value: words.join(': ') };
}

function schemeAndValue(text: string): Omit<Relation, 'type'> {
  if (/^https?:/i.test(text)) return { scheme: 'url', value: text };
  const [, scheme = '', value = ''] = /^([a-z][a-z0-9-]*):(.+)$/.exec(text) ?? [];
  const doi = bareDoi(text);
  if (doi !== undefined) return { scheme: 'doi', value: doi };
  if (scheme === '') return { value: text };
  return { scheme, value: WHOLE.has(scheme) ? text : value };
}
