import type { Reference, ReferenceName } from './reference.ts';

/** Entry types that BibTeX and biblatex both know, but for the last two, which BibTeX takes for misc. */
const TYPES: Readonly<Record<NonNullable<Reference['type']>, string>> = {
  article: 'article',
  bachelorThesis: 'mastersthesis',
  masterThesis: 'mastersthesis',
  doctoralThesis: 'phdthesis',
  book: 'book',
  bookPart: 'incollection',
  review: 'article',
  conferenceObject: 'inproceedings',
  lecture: 'misc',
  workingPaper: 'techreport',
  preprint: 'misc',
  report: 'techreport',
  annotation: 'misc',
  contributionToPeriodical: 'article',
  patent: 'misc',
  other: 'misc',
  dataset: 'dataset',
  software: 'software',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Characters that LaTeX reads otherwise, and pairs that it joins. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '`': '\\textasciigrave{}',
  '--': '-{}-',
  "''": "'{}'",
  '\n': '\n\n',
};

/** A reference as an entry of BibTeX, in UTF-8; biblatex also reads the day of its date. */
export function bibtexOf(reference: Reference): string {
  const { type, issued, firstPage, lastPage } = reference;
  const entryType = type === undefined ? 'misc' : TYPES[type];
  const pages = [firstPage, lastPage].filter((page) => page !== undefined);
  const fields: [string, string | undefined][] = [
    ['author', names(reference.authors)],
    ['editor', names(reference.editors)],
    ['translator', names(reference.translators)],
    ['title', latex(reference.title)],
    [containerField(entryType), latex(reference.container)],
    ['volume', latex(reference.volume)],
    ['number', latex(reference.issue)],
    ['pages', pages.length === 0 ? undefined : [...new Set(pages)].map((page) => latex(page)).join('--')],
    ['eid', latex(reference.articleNumber)],
    ['year', issued?.slice(0, 4)],
    ['date', issued],
    [publisherField(entryType), latex(reference.publisher)],
    ['type', latex(reference.genre)],
    ['doi', verbatim(reference.doi)],
    ['isbn', reference.isbns[0]],
    ['issn', reference.issns[0]],
    ['url', verbatim(reference.url)],
    ['abstract', latex(reference.abstract)],
    ['keywords', latex(reference.keywords.join(', '))],
    ['langid', reference.language],
  ];
  const written = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}}`] : []));
  // A macro, which styles write in their own language.
  const month = issued && MONTHS[Number(issued.slice(5, 7)) - 1];
  if (month) written.push(`  month = ${month}`);
  return `@${entryType}{${keyOf(reference.id)},\n${written.join(',\n')}\n}\n`;
}

function containerField(entryType: string): string {
  if (entryType === 'incollection' || entryType === 'inproceedings') return 'booktitle';
  return entryType === 'article' ? 'journal' : 'series';
}

function publisherField(entryType: string): string {
  if (entryType.endsWith('thesis')) return 'school';
  return entryType === 'techreport' ? 'institution' : 'publisher';
}

/** What all programs take as a key. */
function keyOf(id: string): string {
  return id.replace(/[^A-Za-z0-9:._/-]+/g, '-');
}

/** Names are split at commas, blanks and `and`: braces hold together what belongs together. */
function names(list: readonly ReferenceName[]): string | undefined {
  const together = (text: string) => (/^\p{Ll}|[\s,]/u.test(text) ? `{${latex(text)}}` : latex(text));
  const written = list.map((name) => {
    if ('literal' in name) return `{${latex(name.literal)}}`;
    const given = name.given ?? '';
    return `${together(name.family)}, ${/,|\band\b/i.test(given) ? `{${latex(given)}}` : latex(given)}`;
  });
  return written.length === 0 ? undefined : written.join(' and ');
}

function latex(text: string | undefined): string | undefined {
  return text?.replace(/--|''|[\\{}$&#%_^~`\n]/g, (found) => ESCAPES[found] ?? found);
}

/** Addresses are read as they stand; only braces would end them, and a backslash is in none. */
function verbatim(text: string | undefined): string | undefined {
  return text?.replace(/[{}\\\s]/g, encodeURIComponent);
}
