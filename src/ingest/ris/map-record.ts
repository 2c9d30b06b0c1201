import { bareDoi } from '../../items/doi.ts';
import type { LeftOut } from '../csl/left-out.ts';
import { looseDate } from '../csl/loose-date.ts';
import { degreeOf } from '../csl/map-type.ts';
import type { Reference } from '../csl/reference.ts';
import { RECORD_TYPES } from './record-types.ts';
import type { RawRecord } from './split-records.ts';

/** Say nothing about the work. */
const SILENT = new Set(['TY', 'ER', 'ID']);

/** Brings a record into the words of CSL. Tags mean what EndNote, Zotero and Scopus write into them. */
export function mapRecord(record: RawRecord, leftOut: LeftOut): Reference {
  const tags = new TagReader(record);
  const { line, text: raw } = record;
  const written = tags.first('TY')?.toUpperCase() ?? '';
  const type = RECORD_TYPES.get(written) ?? 'document';
  const notes: string[] = [];
  if (!RECORD_TYPES.has(written)) notes.push(`TY ${written.slice(0, 60)} is no type that is known here`);
  if (!record.isClosed) notes.push('its end (ER) is missing');
  const isAlone = type === 'book' || type === 'thesis' || type === 'report';
  // In a book the series stands where articles have their journal.
  const [series, host] = isAlone ? [tags.all('T2', 'T3', 'JF', 'JO'), []] : [tags.all('T3'), hostTitles(tags, type)];
  const title = tags.first('TI', 'T1', 'CT') ?? (isAlone ? tags.first('BT') : undefined);
  const issued = issuedOf(tags);
  const genre = tags.firstWhere((text) => bareDoi(text) === undefined, 'M3');
  const degree = type === 'thesis' ? [genre, ...tags.all('U1', 'M1')].find((text) => degreeOf(text ?? '')) : undefined;
  const numbers = tags.all('SN');
  const csl = {
    id: tags.first('ID'),
    type,
    genre: degree ?? genre,
    ...namesOf(tags, written),
    title,
    issued: issued === undefined ? undefined : { raw: issued },
    'container-title': host,
    'container-title-short': tags.first('J2', 'JA', 'J1'),
    'collection-title': series[0],
    volume: tags.first('VL'),
    issue: tags.first('IS', 'CP'),
    page: pagesOf(tags),
    'article-number': tags.first('C7', 'AR'),
    publisher: tags.first('PB'),
    abstract: tags.first('AB', 'N2'),
    language: tags.all('LA'),
    DOI: tags.first('DO') ?? tags.firstWhere((text) => bareDoi(text) !== undefined, 'M3'),
    URL: tags.all('UR', 'LK').flatMap((text) => text.split(/\s+/)),
    ...standardNumbers(numbers, type),
    number: type === 'report' ? numbers.find((text) => !/\d{4}-?\d{3}[\dXx]|\d{9}/.test(text)) : undefined,
    note: tags.all('N1'),
  };
  const keywords = tags.all('KW').flatMap((text) => text.split(/\n|;/));
  const translatedTitles = tags.all('TT');
  const files = tags.all('L1', 'L2').filter((text) => /^https?:/i.test(text));
  for (const tag of tags.rest()) if (!SILENT.has(tag)) leftOut.add(tag, line);
  return { line, raw, csl, notes, keywords, translatedTitles, files };
}

function hostTitles(tags: TagReader, type: string): string[] {
  const title =
    type === 'paper-conference' ? tags.first('C3', 'T2', 'BT', 'JF', 'JO') : tags.first('T2', 'JF', 'BT', 'JO');
  // The same journal under other tags, or shorter, is no second one.
  tags.all('T2', 'JF', 'BT', 'JO', 'C3');
  return title === undefined ? [] : [title];
}

function namesOf(tags: TagReader, type: string): Record<string, unknown[]> {
  const isBook = /^(?:BOOK|EBOOK|EDBOOK|SER)$/.test(type);
  const isThesis = type === 'THES';
  const authors = tags.all('AU', 'A1').map(nameOf);
  const editors = [...tags.all('ED'), ...(isBook ? tags.all('A3') : isThesis ? [] : tags.all('A2'))].map(nameOf);
  return {
    ...(type === 'EDBOOK' ? { editor: [...authors, ...editors] } : { author: authors, editor: editors }),
    // EndNote puts the advisors of a thesis there.
    contributor: isThesis ? tags.all('A2', 'A3').map(nameOf) : [],
    translator: [...tags.all('TA'), ...(isThesis ? [] : tags.all('A4'))].map(nameOf),
  };
}

/** `Family, Given, Suffix`. A name without a comma is kept as it stands; one with nothing behind it is of a body. */
function nameOf(text: string): Record<string, unknown> {
  const [family = '', ...rest] = text.split(',').map((part) => part.trim());
  const [given = '', suffix = ''] = rest;
  if (rest.length === 0) return { literal: family, isInstitution: false };
  if (rest.join('') === '') return { literal: family };
  return { family, ...(given !== '' && { given }), ...(suffix !== '' && { suffix }) };
}

/** The most precise date, if it is of the year that the record names. */
function issuedOf(tags: TagReader): string | undefined {
  const [year, ...others] = tags
    .all('PY', 'Y1', 'DA')
    .map(plainDate)
    .filter((text) => text !== '');
  const own = year === undefined ? undefined : looseDate(year).date;
  if (year === undefined || own === undefined) return year ?? others[0];
  // Web of Science writes the month alone.
  const whole = others.map((text) => (/\d{4}/.test(text) ? text : `${text} ${own}`));
  const better = whole.find((text) => {
    const { date, problem } = looseDate(text);
    return problem === undefined && date !== undefined && date.startsWith(own) && date.length > own.length;
  });
  return better ?? year;
}

/** `2020/03/12/Spring`: year, month, day and words, each of them or none. */
function plainDate(text: string): string {
  if (!/^\d{4}\s*\//.test(text)) return text;
  const [year = '', month = '', day = '', words = ''] = text.split('/').map((part) => part.trim());
  if (month === '') return words === '' ? year : `${words} ${year}`;
  const numbers = [month, day].filter((part) => part !== '');
  return numbers.every((part) => /^\d{1,2}$/.test(part))
    ? [year, ...numbers.map((part) => part.padStart(2, '0'))].join('-')
    : `${numbers.toReversed().join(' ')} ${year}`;
}

/** `SP  - 12` and `EP  - 34`; some put both into the first. */
function pagesOf(tags: TagReader): string | undefined {
  const first = tags.first('SP');
  const last = tags.first('EP');
  if (first === undefined || last === undefined || first === last || /[\p{Pd}]/u.test(first)) return first ?? last;
  return /[\p{Pd}]/u.test(last) ? last : `${first}-${last}`;
}

/** SN is an ISSN, an ISBN, or for reports a number of their own. */
function standardNumbers(numbers: readonly string[], type: string): { ISSN: string[]; ISBN: string[] } {
  const isbns: string[] = [];
  const issns: string[] = [];
  for (const text of numbers.flatMap((one) => one.slice(0, 2000).split(/[;,\n]|\s+(?=\d)/))) {
    const digits = text.replace(/[^\dXx]/g, '').length;
    if (digits >= 10) isbns.push(text);
    else if (digits === 8 || (type !== 'report' && text.trim() !== '')) issns.push(text);
  }
  return { ISSN: issns, ISBN: isbns };
}

/** The tags of a record, as they are read; what is not read is left over. */
class TagReader {
  readonly #values = new Map<string, string[]>();
  readonly #read = new Set<string>();

  constructor({ tags }: RawRecord) {
    for (const { tag, value } of tags) {
      if (value === '') continue;
      const values = this.#values.get(tag);
      if (values) values.push(value);
      else this.#values.set(tag, [value]);
    }
  }

  all(...tags: readonly string[]): string[] {
    return tags.flatMap((tag) => {
      this.#read.add(tag);
      return this.#values.get(tag) ?? [];
    });
  }

  first(...tags: readonly string[]): string | undefined {
    return this.all(...tags)[0];
  }

  firstWhere(holds: (text: string) => boolean, ...tags: readonly string[]): string | undefined {
    return this.all(...tags).find(holds);
  }

  rest(): string[] {
    return [...this.#values.keys()].filter((tag) => !this.#read.has(tag));
  }
}
