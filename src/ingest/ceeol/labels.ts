/** What a label of an article page announces. */
export type Field =
  | 'authors'
  | 'editors'
  | 'translators'
  | 'contributors'
  | 'subjects'
  | 'keywords'
  | 'publisher'
  | 'abstract'
  | 'issueYear'
  | 'publicationYear'
  | 'volume'
  | 'issue'
  | 'pageRange'
  | 'pageCount'
  | 'language'
  | 'journal'
  | 'issn'
  | 'doi'
  | 'url';

/** The spellings of each label, in the shape that `plain` gives them. */
const SPELLINGS: { readonly [field in Field]: readonly string[] } = {
  authors: ['author(s)', 'author', 'authors'],
  editors: ['editor(s)', 'editor', 'editors'],
  translators: ['translator(s)', 'translator', 'translators', 'translated by'],
  contributors: ['contributor(s)', 'contributor', 'contributors'],
  subjects: ['subject(s)', 'subject', 'subjects', 'subject term(s)', 'subject terms'],
  keywords: ['keywords', 'keyword', 'keyword(s)', 'key words'],
  publisher: ['published by', 'publisher', 'publisher(s)', 'publishers'],
  abstract: ['summary/abstract', 'abstract/summary', 'summary', 'abstract'],
  issueYear: ['issue year', 'year'],
  publicationYear: ['publication year', 'year of publication'],
  volume: ['volume', 'volume no'],
  issue: ['issue no', 'issue number', 'issue'],
  pageRange: ['page range', 'pages range'],
  pageCount: ['page count', 'pages count', 'number of pages'],
  language: ['language', 'languages', 'language(s)'],
  journal: ['journal', 'journal title', 'journal name'],
  issn: ['issn', 'print issn', 'online issn', 'e issn', 'eissn', 'p issn', 'pissn', 'issn print', 'issn online'],
  doi: ['doi'],
  url: ['url', 'article url'],
};

const FIELDS: ReadonlyMap<string, Field> = new Map(
  (Object.keys(SPELLINGS) as Field[]).flatMap((field) => SPELLINGS[field].map((label) => [label, field] as const)),
);

/** Fields whose value is a list, which may run over several lines. */
const LISTS: ReadonlySet<Field> = new Set([
  'authors',
  'editors',
  'translators',
  'contributors',
  'subjects',
  'keywords',
  'publisher',
  'journal',
]);

/** No known label is longer; what stands before a colon further on is text. */
export const LONGEST_LABEL = 40;

/** The field that a label announces, whatever its letter case, spacing and hyphens. */
export function fieldOfLabel(label: string): Field | undefined {
  return FIELDS.get(plain(label));
}

/** True where the value may go on in the next line without its label. */
export function isListField(field: Field): boolean {
  return LISTS.has(field);
}

/** True for labels that a page may well hold twice, such as Keywords in two languages. */
export function mayRepeat(field: Field): boolean {
  return field === 'abstract' || field === 'issn' || isListField(field);
}

function plain(label: string): string {
  return label
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Pd}]+/gu, ' ')
    .replace(/ ?\/ ?/g, '/')
    .replace(/ \(s\)/g, '(s)')
    .replace(/\((print|online)\)/g, '$1')
    .replace(/\.(?= |$)/g, '')
    .trim();
}
