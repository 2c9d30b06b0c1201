/** What a mapping may say about a column beside `to`, `values` and `prefix`, which every target takes. */
export type TargetOption = 'lang' | 'split' | 'scheme' | 'mediaType' | 'dates' | 'kind' | 'relation';

interface TargetRules {
  /** True where the item holds a list: columns and constants add to it. Else the first value is the one. */
  readonly many: boolean;
  readonly options: readonly TargetOption[];
}

const TEXTS: TargetRules = { many: true, options: ['lang', 'split'] };
const PEOPLE: TargetRules = { many: true, options: ['split', 'kind'] };
const LIST: TargetRules = { many: true, options: ['split'] };
const ONE: TargetRules = { many: false, options: [] };
const DATE: TargetRules = { many: false, options: ['dates'] };
/** One value of the item, but a cell may hold several of which one is understood. */
const ONE_OF_SEVERAL: TargetRules = { many: false, options: ['split'] };

/** What a column can be, by the word that a mapping has for it. docs/csv.md says what each one means. */
export const TARGETS = {
  identifier: ONE,
  title: TEXTS,
  subtitle: TEXTS,
  translatedTitle: TEXTS,
  alternativeTitle: TEXTS,
  author: PEOPLE,
  'author.family': LIST,
  'author.given': LIST,
  'author.orcid': LIST,
  'author.affiliation': LIST,
  editor: PEOPLE,
  translator: PEOPLE,
  contributor: PEOPLE,
  sponsor: PEOPLE,
  abstract: TEXTS,
  keywords: TEXTS,
  subject: { many: true, options: ['lang', 'split', 'scheme'] },
  coverage: TEXTS,
  language: LIST,
  issued: DATE,
  created: DATE,
  submitted: DATE,
  accepted: DATE,
  available: DATE,
  updated: DATE,
  publisher: TEXTS,
  journal: TEXTS,
  issn: LIST,
  eissn: LIST,
  volume: ONE,
  issue: ONE,
  pages: ONE,
  firstPage: ONE,
  lastPage: ONE,
  articleNumber: ONE,
  citation: ONE,
  pageCount: ONE,
  extent: ONE,
  type: ONE_OF_SEVERAL,
  version: ONE,
  doi: LIST,
  isbn: LIST,
  otherIdentifier: { many: true, options: ['split', 'scheme'] },
  url: LIST,
  file: { many: true, options: ['split', 'mediaType'] },
  access: ONE,
  embargoEnd: DATE,
  licence: ONE,
  rights: ONE_OF_SEVERAL,
  funder: LIST,
  award: LIST,
  relation: { many: true, options: ['split', 'relation'] },
  sets: LIST,
  modified: DATE,
} as const satisfies Readonly<Record<string, TargetRules>>;

export type TargetName = keyof typeof TARGETS;

export function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(TARGETS, name);
}

export function takesOption(target: TargetName, option: TargetOption): boolean {
  const { options }: TargetRules = TARGETS[target];
  return options.includes(option);
}
