import { looksDoubleEncoded } from '../items/double-encoded.ts';
import { languageCode } from '../items/language.ts';
import { isW3cDate } from './is-w3c-date.ts';
import { type Rule, rule, type Weight } from './rule.ts';
import { isInSet, type ServedRecord, textsOf } from './served-record.ts';

/** Rules about Dublin Core that several profiles have. */

const SEMANTICS = 'info:eu-repo/semantics/';
const terms = (words: string, ending = '') =>
  new Set(words.split(' ').map((word) => SEMANTICS + (word === 'draft' ? word : word + ending)));

const TYPES = terms(
  'article bachelorThesis masterThesis doctoralThesis book bookPart review conferenceObject lecture workingPaper ' +
    'preprint report annotation contributionToPeriodical patent other',
);
const VERSIONS = terms('draft submitted accepted published updated', 'Version');
const ACCESS = terms('open embargoed restricted closed', 'Access');

/** What to do where an element is missing, or has not the form that aggregators read. */
const MEND: Readonly<Record<string, string>> = {
  title: 'Give the item a title (`titles`).',
  creator: 'Give the item its authors (`agents`), people or an organisation.',
  date: 'Give the item a date of kind issued, as precise as known (`dates`).',
  type: 'Give the item its `type`, such as article.',
  identifier: 'Give the item its page or DOI (`links`, `identifiers`).',
  publisher: 'Give the item its publisher (`publishers`), where it has one.',
  description: 'Give the item its abstract (`abstracts`), where it has one.',
  subject: 'Give the item keywords or headings (`keywords`, `subjects`).',
  language: 'Give the item its languages as ISO 639-3 codes (`languages`).',
  rights: 'Say who may read it (`access.status`: open, embargoed, restricted or closed).',
};

/** There is no element of this name, or none that says anything. */
export function missing(weight: Weight, element: string): Rule {
  const mend = MEND[element] ?? '';
  return rule(weight, element, `no dc:${element}`, mend, (record) => textsOf(record, `dc:${element}`).length === 0);
}

/** No dc:identifier leads anywhere. */
export function noUrl(weight: Weight): Rule {
  const mend = `${MEND['identifier']} A harvested record is served as it came: only its origin can mend it.`;
  return rule(weight, 'url', 'no dc:identifier is an http(s) URL', mend, (record) => urlsOf(record).length === 0);
}

export function urlsOf(record: ServedRecord): string[] {
  return textsOf(record, 'dc:identifier').filter((text) => /^https?:\/\/[^\s/]/i.test(text));
}

/** Dates of publication: dc:date has the end of an embargo too, in a form of its own. */
export function publicationDatesOf(record: ServedRecord): string[] {
  return textsOf(record, 'dc:date').filter((text) => !text.startsWith('info:eu-repo/'));
}

export const noType = (weight: Weight): Rule =>
  rule(weight, 'type', 'no dc:type is a publication type of info:eu-repo', MEND['type'] ?? '', (record) =>
    lacks(record, 'dc:type', TYPES),
  );

export const noVersion: Rule = rule(
  'grumbled',
  'version',
  'no dc:type tells the version',
  'Say which version of the text it is (`version`), where that is known.',
  (record) => lacks(record, 'dc:type', VERSIONS),
);

export const noAccess = (weight: Weight): Rule =>
  rule(weight, 'rights', 'no dc:rights is an access term of info:eu-repo', MEND['rights'] ?? '', (record) =>
    lacks(record, 'dc:rights', ACCESS),
  );

export const typeNotFirst: Rule = rule(
  'grumbled',
  'type-first',
  'the publication type of info:eu-repo is not the first dc:type',
  'Records made here have it first; a harvested one is served as it came.',
  (record) => isBehindOthers(record, 'dc:type', TYPES),
);

export const accessNotFirst: Rule = rule(
  'grumbled',
  'rights-first',
  'the access term of info:eu-repo is not the first dc:rights',
  'Records made here have it first; a harvested one is served as it came.',
  (record) => isBehindOthers(record, 'dc:rights', ACCESS),
);

/** With `time`, moments are dates too. */
export const badDate = (weight: Weight, options: { time?: boolean } = {}): Rule =>
  rule(
    weight,
    'date-form',
    options.time ? 'a dc:date is not ISO 8601' : 'a dc:date is not YYYY, YYYY-MM or YYYY-MM-DD',
    'Mend the date where the record comes from.',
    (record) => publicationDatesOf(record).some((text) => !isW3cDate(text, options)),
  );

/** The elements of this name hold something that is no language code. */
export const badLanguage: Rule = rule(
  'grumbled',
  'language-code',
  'a dc:language is no code of ISO 639',
  'Write languages as codes, ISO 639-3 best of all (`languages`).',
  // Names would be understood as well: only what looks like a code is asked for.
  (record) =>
    textsOf(record, 'dc:language').some((text) => !/^[a-z]{2,3}$/.test(text) || languageCode(text) === undefined),
);

export const doubleEncoded: Rule = rule(
  'grumbled',
  'double-encoded',
  'a text looks like UTF-8 that was encoded twice, such as Ä± for ı',
  'Import the file again with its true encoding (`--encoding`), or mend it where it comes from.',
  ({ elements }) => elements.some(({ text }) => looksDoubleEncoded(text)),
);

export function isOpen(record: ServedRecord): boolean {
  return textsOf(record, 'dc:rights').includes(`${SEMANTICS}openAccess`);
}

/** It belongs into a set that the aggregator reads alone, and is not there. */
export function notInSet(setSpec: string, belongs: (record: ServedRecord) => boolean): Rule {
  return rule(
    'refused',
    'set',
    `not in the set ${setSpec}, which is all that is harvested`,
    `Declare the set ${setSpec} in the config file (\`sets\`), then \`oai-pmh render\`: who belongs there is found by itself.`,
    (record) => belongs(record) && !isInSet(record, setSpec),
  );
}

function lacks(record: ServedRecord, name: string, vocabulary: ReadonlySet<string>): boolean {
  return !textsOf(record, name).some((text) => vocabulary.has(text));
}

function isBehindOthers(record: ServedRecord, name: string, vocabulary: ReadonlySet<string>): boolean {
  return textsOf(record, name).findIndex((text) => vocabulary.has(text)) > 0;
}
