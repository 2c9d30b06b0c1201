import {
  accessNotFirst,
  badDate,
  badLanguage,
  doubleEncoded,
  isOpen,
  missing,
  noAccess,
  noType,
  notInSet,
  noUrl,
  noVersion,
  publicationDatesOf,
  typeNotFirst,
} from './dublin-core-rules.ts';
import { type Profile, rule } from './rule.ts';
import { type ServedRecord, textsOf } from './served-record.ts';

const EMBARGO_END = /^info:eu-repo\/date\/embargoEnd\/\d{4}-\d{2}-\d{2}$/;

/** Funder, programme, and a number of the project, which only counts. */
const PROJECT = /^info:eu-repo\/grantAgreement\/[^/]*\/[^/]*\/[^/]/;

/** OpenAIRE Guidelines for Literature Repositories, version 3. */
export const openaire3: Profile = {
  name: 'openaire3',
  title: 'OpenAIRE Guidelines for Literature Repositories 3.0',
  metadataPrefix: 'oai_dc',
  rules: [
    missing('refused', 'title'),
    missing('refused', 'creator'),
    missing('refused', 'date'),
    badDate('refused'),
    noType('refused'),
    noAccess('refused'),
    noUrl('refused'),
    notInSet('openaire', (record) => isOpen(record) || isFunded(record)),
    rule(
      'grumbled',
      'one-date',
      'more than one date of publication in dc:date',
      'Records made here have one; a harvested one is served as it came.',
      (record) => publicationDatesOf(record).length > 1,
    ),
    rule(
      'grumbled',
      'embargo-end',
      'embargoed, and no dc:date tells the day of its end',
      'Say when the embargo ends, to the day (`access.embargoEnd`).',
      (record) =>
        textsOf(record, 'dc:rights').includes('info:eu-repo/semantics/embargoedAccess') &&
        !textsOf(record, 'dc:date').some((text) => EMBARGO_END.test(text)),
    ),
    missing('grumbled', 'publisher'),
    missing('grumbled', 'description'),
    missing('grumbled', 'subject'),
    missing('grumbled', 'language'),
    badLanguage,
    noVersion,
    rule(
      'grumbled',
      'licence',
      'no dc:rights is the URL of a licence',
      'Give the item its licence by URL (`licence.uri`), where it has one.',
      (record) => !textsOf(record, 'dc:rights').some((text) => /^https?:\/\//i.test(text)),
    ),
    typeNotFirst,
    accessNotFirst,
    doubleEncoded,
  ],
};

function isFunded(record: ServedRecord): boolean {
  return textsOf(record, 'dc:relation').some((text) => PROJECT.test(text));
}
