import type { LeftOut } from '../csl/left-out.ts';
import type { Reference } from '../csl/reference.ts';
import { decodeLatex } from './decode-latex.ts';
import { ENTRY_TYPES, GENRES } from './entry-types.ts';
import type { Entry } from './parse-entry.ts';
import { plainValue } from './plain-value.ts';
import { readNames } from './read-names.ts';

/** Archives by the scheme of their identifiers. */
const ARCHIVES: ReadonlyMap<string, string> = new Map([
  ['arxiv', 'arxiv'],
  ['pubmed', 'pmid'],
  ['pmid', 'pmid'],
  ['pmcid', 'pmcid'],
  ['hdl', 'handle'],
  ['handle', 'handle'],
]);
const NAMES = ['author', 'editor', 'translator'] as const;

/** Brings an entry into the words of CSL. */
export function mapEntry(entry: Entry, place: { line: number; raw: string }, leftOut: LeftOut): Reference {
  const fields = new FieldReader(entry);
  const known = ENTRY_TYPES.get(entry.type);
  const notes = [...entry.notes];
  if (known === undefined) notes.push(`@${entry.type.slice(0, 60)} is no type that is known here`);
  const names = NAMES.flatMap((name): [string, unknown][] => {
    const list = fields.raw(name);
    if (list === undefined) return [];
    const read = readNames(list, fields.unknown);
    if (read.others) notes.push(`the names of ${name} end with “and others”: there are more than are given`);
    return [[name, read.names]];
  });
  const eprint = readEprint(fields);
  const isPreprint = eprint[0]?.scheme === 'arxiv' && /^(?:misc|online|unpublished)$/.test(entry.type);
  const genre = fields.text('type');
  const licences = ['copyright', 'rights', 'license', 'licence'].flatMap((name) => fields.text(name) ?? []);
  const subtitle = fields.text('subtitle');
  const csl = {
    id: entry.key,
    type: isPreprint ? 'article' : (known ?? 'document'),
    genre: isPreprint ? 'preprint' : (GENRES.get(genre?.toLowerCase() ?? '') ?? genre ?? GENRES.get(entry.type)),
    ...Object.fromEntries(names),
    title: fields.text('title'),
    issued: readIssued(fields),
    'container-title':
      fields.titled('journal') ??
      fields.titled('journaltitle', 'journalsubtitle') ??
      fields.titled('booktitle', 'booksubtitle') ??
      fields.titled('maintitle'),
    'container-title-short': fields.text('shortjournal', 'journal-iso', 'journalabbreviation'),
    ...numbersOf(entry.type, fields),
    page: fields.text('pages'),
    'number-of-pages': fields.text('pagetotal', 'numpages', 'page_count'),
    'article-number': fields.text('eid', 'article-number', 'articleno', 'art_number'),
    publisher: fields.text('publisher', 'school', 'institution', 'organization'),
    abstract: fields.text('abstract'),
    keyword: fields.text('keywords', 'keyword', 'author_keywords'),
    language: fields.text('language', 'langid'),
    DOI: fields.plain('doi'),
    URL: fields.plain('url') ?? addressIn(fields),
    ISBN: fields.plain('isbn'),
    ISSN: ['issn', 'eissn'].flatMap((name) => fields.plain(name) ?? []),
    PMID: fields.plain('pmid'),
    PMCID: fields.plain('pmcid', 'pmc'),
    // Line by line: identifiers stand on lines of their own.
    note: fields
      .raw('note')
      ?.split('\n')
      .map((text) => decodeLatex(text))
      .join('\n'),
  };
  if (fields.unknown.size > 0) {
    notes.push(`LaTeX commands that are not known here were left out: ${[...fields.unknown].slice(0, 10).join(', ')}`);
  }
  for (const name of fields.rest()) leftOut.add(name, place.line);
  return {
    ...place,
    csl,
    identifiers: eprint,
    licences,
    notes,
    ...(subtitle !== undefined && { subtitles: [subtitle] }),
  };
}

/** `number` is an issue, a number of a series, or of a report, whatever the entry is. */
function numbersOf(type: string, fields: FieldReader): Record<string, string | undefined> {
  const volume = fields.text('volume');
  const number = fields.text('number');
  const csl = ENTRY_TYPES.get(type) ?? '';
  if (csl === 'article-journal' || csl === 'periodical' || csl === 'review') {
    const issue = fields.text('issue');
    return { volume, issue: number ?? issue };
  }
  const series = fields.text('series');
  if (csl === 'report' || csl === 'patent' || csl === 'standard') return { volume, number, 'collection-title': series };
  return { volume, 'collection-title': series, [series === undefined ? 'issue' : 'collection-number']: number };
}

/** `date` as biblatex has it, else `year`, `month` and `day` as far as they are given. */
function readIssued(fields: FieldReader): unknown {
  const [date, year, month, day] = ['date', 'year', 'month', 'day'].map((name) => fields.text(name));
  if (date !== undefined) return { raw: date.replace(/[~?%]$/, '') };
  if (year === undefined) return undefined;
  if (month === undefined || !/^\d{4}$/.test(year)) return { raw: year };
  if (!/^\d{1,2}$/.test(month)) return { raw: [day, month, year].filter((part) => part !== undefined).join(' ') };
  return { 'date-parts': [[year, month, ...(day === undefined ? [] : [day])]] };
}

function readEprint(fields: FieldReader): { scheme: string; value: string }[] {
  const found: { scheme: string; value: string }[] = [];
  const eprint = fields.plain('eprint');
  const archive = fields.plain('eprinttype', 'archiveprefix')?.toLowerCase() ?? '';
  if (eprint !== undefined && /^https?:/i.test(eprint)) return [];
  if (eprint !== undefined) {
    const isArxiv =
      archive === '' && /^(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/i.test(eprint);
    const scheme = isArxiv
      ? 'arxiv'
      : (ARCHIVES.get(archive) ?? (/^[a-z][a-z0-9-]*$/.test(archive) ? archive : 'other'));
    found.push({ scheme, value: eprint.replace(/^arxiv:/i, '') });
  }
  for (const [name, scheme] of [
    ['arxivid', 'arxiv'],
    ['hdl', 'handle'],
  ] as const) {
    const value = fields.plain(name);
    if (value !== undefined) found.push({ scheme, value: value.replace(/^arxiv:/i, '') });
  }
  return found;
}

/** `howpublished` is where older styles put an address. */
function addressIn(fields: FieldReader): string | undefined {
  const text = plainValue(fields.peek('howpublished') ?? '');
  return /^https?:\S+$/i.test(text) ? fields.plain('howpublished') : undefined;
}

/** The fields of an entry, as they are read; what is not read is left over. */
class FieldReader {
  readonly unknown = new Set<string>();
  readonly #fields: ReadonlyMap<string, string>;
  readonly #read = new Set<string>(['crossref']);

  constructor({ fields }: Entry) {
    this.#fields = fields;
  }

  peek(name: string): string | undefined {
    return this.#fields.get(name);
  }

  raw(name: string): string | undefined {
    this.#read.add(name);
    const value = this.#fields.get(name);
    return value === undefined || value.trim() === '' ? undefined : value;
  }

  /** As people read it: the first of these fields that holds something. */
  text(...names: readonly string[]): string | undefined {
    return this.#first(names, (value) => decodeLatex(value, this.unknown));
  }

  /** As programs read it. */
  plain(...names: readonly string[]): string | undefined {
    return this.#first(names, plainValue);
  }

  titled(title: string, subtitle = ''): string | undefined {
    const main = this.text(title);
    const second = this.text(subtitle);
    return main === undefined || second === undefined ? main : `${main}: ${second}`;
  }

  *rest(): Generator<string> {
    for (const [name, value] of this.#fields) if (!this.#read.has(name) && value.trim() !== '') yield name;
  }

  #first(names: readonly string[], read: (value: string) => string): string | undefined {
    for (const name of names) {
      const value = this.raw(name);
      const text = value === undefined ? '' : read(value);
      if (text !== '') return text;
    }
    return undefined;
  }
}
