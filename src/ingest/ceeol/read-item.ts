import { clean } from '../../items/clean.ts';
import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import { readPageCount } from '../read-extent.ts';
import { readIssns } from '../read-issns.ts';
import { readUrl } from '../read-url.ts';
import { shorten } from '../shorten.ts';
import { detectLanguage } from './detect-language.ts';
import { readIssueYear, readYear } from './issue-year.ts';
import type { Field } from './labels.ts';
import { readPageRange } from './page-range.ts';
import { isPlaceholderAuthor } from './placeholder-author.ts';
import { readLanguages } from './read-languages.ts';
import type { FieldValue, Page, PageNote } from './read-page.ts';
import { splitList } from './split-list.ts';
import { splitNames } from './split-names.ts';
import { readTitles, tagOf } from './titles.ts';

type Host = NonNullable<Item['host']>;
type Agent = NonNullable<Item['agents']>[number];
type Role = NonNullable<Agent['role']>;

/** An item while it is being read. Whatever cannot be kept goes through `note`. */
interface Draft {
  readonly item: Item;
  readonly host: Host;
  readonly languages: readonly string[];
  note(value: FieldValue, text: string): void;
}

const READERS: { readonly [field in Field]?: (draft: Draft, value: FieldValue) => void } = {
  authors: (draft, value) => addAgents(draft, value, 'author'),
  editors: (draft, value) => addAgents(draft, value, 'editor'),
  translators: (draft, value) => addAgents(draft, value, 'translator'),
  contributors: (draft, value) => addAgents(draft, value, 'contributor'),
  subjects: ({ item }, value) => {
    item.subjects = [...(item.subjects ?? []), ...terms(value)];
  },
  keywords: ({ item }, value) => {
    item.keywords = [...(item.keywords ?? []), ...terms(value)];
  },
  publisher: ({ item }, value) => {
    item.publishers = [...(item.publishers ?? []), { name: joined(value) }];
  },
  abstract: ({ item, languages }, value) => {
    const text = value.lines.join('\n');
    const lang = abstractLanguage(text, languages);
    item.abstracts = [...(item.abstracts ?? []), lang === undefined ? { text } : { text, lang }];
  },
  issueYear: (draft, value) => {
    const { volume, year, problem } = readIssueYear(joined(value));
    if (problem !== undefined) draft.note(value, `“${shorten(joined(value))}” gives no date: ${problem}`);
    if (volume !== undefined) setHost(draft, value, 'volume', volume);
    if (year !== undefined) setIssued(draft, value, year);
  },
  publicationYear: (draft, value) => {
    const { year, problem } = readYear(joined(value));
    if (year === undefined) draft.note(value, `“${shorten(joined(value))}” gives no date: ${problem}`);
    else setIssued(draft, value, year);
  },
  volume: (draft, value) => setHost(draft, value, 'volume', joined(value)),
  issue: (draft, value) => setHost(draft, value, 'issue', joined(value)),
  pageRange: (draft, value) => {
    const { firstPage, lastPage, problem } = readPageRange(joined(value));
    if (problem !== undefined) draft.note(value, `“${shorten(joined(value))}”: ${problem}`);
    if (firstPage !== undefined) setHost(draft, value, 'firstPage', firstPage);
    if (lastPage !== undefined) setHost(draft, value, 'lastPage', lastPage);
  },
  pageCount: (draft, value) => {
    const pages = readPageCount(joined(value));
    if (pages === undefined) draft.note(value, `“${shorten(joined(value))}” is not a number of pages`);
    else if ((draft.item.extent?.pages ?? pages) !== pages) noteSecond(draft, value);
    else draft.item.extent = { pages };
  },
  journal: ({ host }, value) => {
    host.titles = [...(host.titles ?? []), { text: joined(value) }];
  },
  issn: (draft, value) => {
    const { issns, wrong } = readIssns(joined(value));
    for (const text of wrong) draft.note(value, `“${shorten(text)}” is not a valid ISSN`);
    if (issns.length > 0) draft.host.issns = [...new Set([...(draft.host.issns ?? []), ...issns])];
  },
  doi: (draft, value) => {
    const doi = bareDoi(joined(value));
    if (doi === undefined) return draft.note(value, `“${shorten(joined(value))}” is not a DOI`);
    const known = draft.item.identifiers ?? [];
    if (!known.some((other) => other.value === doi)) draft.item.identifiers = [...known, { scheme: 'doi', value: doi }];
  },
  url: (draft, value) => {
    const url = readUrl(joined(value).replaceAll('&amp;', '&'));
    if (url === undefined) draft.note(value, `“${shorten(joined(value))}” is not an http or https URL`);
    else draft.item.links = [...new Set([...(draft.item.links ?? []), url])];
  },
};

/** Makes the item of a page; undefined when it has no title. Nothing that the page does not say gets in. */
export function readItem(identifier: string, page: Page): { item: Item | undefined; notes: PageNote[] } {
  const notes = [...page.notes];
  const note = ({ line, label }: FieldValue, text: string) => void notes.push({ line, text: `${label}: ${text}` });
  const languages = new Set<string>();
  for (const value of page.values.filter(({ field }) => field === 'language')) {
    const read = readLanguages(joined(value));
    for (const language of read.languages) languages.add(language);
    for (const name of read.unknown) note(value, `“${shorten(name)}” is no language that is known here`);
  }
  const titles = readTitles(page.titles.map(withoutLayout), [...languages]);
  const item: Item = { identifier, titles, type: 'article' };
  if (languages.size > 0) item.languages = [...languages];
  const draft: Draft = { item, host: {}, languages: [...languages], note };
  // The issue's year goes before any other date, wherever it stands.
  const values = page.values.toSorted((a, b) => Number(b.field === 'issueYear') - Number(a.field === 'issueYear'));
  for (const value of values) READERS[value.field]?.(draft, value);
  if (Object.keys(draft.host).length > 0) item.host = draft.host;
  return { item: titles.length > 0 ? item : undefined, notes: notes.sort((a, b) => a.line - b.line) };
}

/** Tabs and runs of spaces are layout; a no-break space may be meant. */
function withoutLayout(text: string): string {
  return text.replace(/[ \t\v\f]+/g, ' ');
}

/** The value as one line. */
function joined({ lines }: FieldValue): string {
  return withoutLayout(lines.join(' '));
}

/** The value as a list in one line. Several lines without any separator are one name, or one term, each. */
function listed({ lines }: FieldValue): string {
  return lines.join(lines.some((line) => /[,;]/.test(line)) ? ' ' : ';').replace(/\s+/g, ' ');
}

function terms(value: FieldValue): { text: string }[] {
  return splitList(listed(value), ',;').map((text) => ({ text }));
}

function addAgents(draft: Draft, value: FieldValue, role: Role): void {
  const names: Agent[] = [];
  for (const name of splitNames(listed(value))) {
    if (isPlaceholderAuthor(name)) draft.note(value, `“${shorten(name)}” is no name and was left out`);
    else names.push({ role, literal: name });
  }
  if (names.length > 0) draft.item.agents = [...(draft.item.agents ?? []), ...names];
}

function setHost(
  draft: Draft,
  value: FieldValue,
  key: 'volume' | 'issue' | 'firstPage' | 'lastPage',
  text: string,
): void {
  if (!/[\p{L}\p{N}]/u.test(text)) draft.note(value, `“${shorten(text)}” says nothing`);
  else if ((draft.host[key] ?? text) !== text) noteSecond(draft, value);
  else draft.host[key] = text;
}

function setIssued(draft: Draft, value: FieldValue, date: string): void {
  if ((draft.item.dates?.[0]?.date ?? date) !== date) noteSecond(draft, value);
  else draft.item.dates = [{ date, kind: 'issued' }];
}

function noteSecond(draft: Draft, value: FieldValue): void {
  draft.note(value, `“${shorten(joined(value))}” differs from what the page says elsewhere and was left out`);
}

function abstractLanguage(text: string, languages: readonly string[]): string | undefined {
  if (languages.length === 1 && languages[0] === 'eng') return tagOf(text, 'eng');
  const language = detectLanguage(clean(text), [...new Set([...languages, 'eng'])]);
  return language === undefined ? undefined : tagOf(text, language);
}
