import { bareDoi } from '../../items/doi.ts';
import { shorten } from '../shorten.ts';
import { trimBlank } from '../trim-blank.ts';
import { guessLanguage } from './guess-language.ts';
import { guessSplit } from './guess-split.ts';
import { guessValues } from './guess-values.ts';
import { readLanguageNames } from './language-names.ts';
import { foldValue, type Mapping, type Use } from './mapping.ts';
import { orderOf, readDate } from './read-date.ts';
import { recogniseColumn, tellsDeletion } from './recognise-column.ts';
import { takesOption } from './target.ts';
import { EMPTY_WORDS, NO_WORDS, YES_WORDS } from './value-words.ts';

const MOST_SHOWN = 5;
const YES = new Set(YES_WORDS.map(foldValue));
const NO = new Set(NO_WORDS.map(foldValue));

/** A first mapping of a table, with what a person should know about it. */
export interface DraftedMapping {
  readonly mapping: Mapping;
  /** The columns as the person wrote them, in their order, with the values of the first rows. */
  readonly samples: ReadonlyMap<string, readonly string[]>;
  /** What is to be said of a column. */
  readonly remarks: ReadonlyMap<string, readonly string[]>;
  /** Why this is no whole mapping yet. */
  readonly problems: readonly string[];
}

/** Makes a mapping of the names of the columns and the first rows. What is not known is left out, never guessed at. */
export function draftMapping(
  columns: readonly string[],
  delimiter: string,
  rows: readonly (readonly string[])[],
): DraftedMapping {
  const empty = emptyWords(rows);
  const samples = new Map(columns.map((name, at) => [name, sampleOf(rows, at, empty)]));
  const cellsOf = (name: string) => samples.get(name) ?? [];
  const deleted = columns.find((name) => tellsDeletion(name) && areAnswers(cellsOf(name)));
  const known = knownColumns(columns.filter((name) => name !== deleted));
  const identifier = chooseIdentifier(known, cellsOf, rows.length);
  const languages = languagesIn(known, cellsOf);
  const uses = new Map<string, Use[]>();
  const remarks = new Map<string, string[]>();
  for (const [name, use] of known) {
    // Of several columns that could be the identifier, the others are left out.
    if (use.to === 'identifier' && name !== identifier) continue;
    const { refined, told } = refine(use, name, cellsOf(name));
    uses.set(name, name === identifier && use.to !== 'identifier' ? [refined, { to: 'identifier' }] : [refined]);
    const lang = refined.lang === undefined && isText(use) ? guessLanguage(cellsOf(name), languages) : undefined;
    if (lang !== undefined) told.push(`reads like one language: ${use.to}.${lang}`);
    if (told.length > 0) remarks.set(name, told);
  }
  const problems = [
    ...(identifier === undefined ? ['no column looks like an identifier'] : []),
    ...([...uses.values()].flat().some(({ to }) => to.toLowerCase().endsWith('title') && to !== 'subtitle')
      ? []
      : ['no column looks like a title']),
  ];
  const mapping: Mapping = {
    delimiter,
    quotes: true,
    columns: uses,
    constants: [],
    ignore: columns.filter((name) => !uses.has(name) && name !== deleted),
    ...(deleted !== undefined && { deleted: { column: deleted, values: YES } }),
    empty,
  };
  return { mapping, samples, remarks, problems };
}

function knownColumns(columns: readonly string[]): Map<string, Use> {
  const known = new Map<string, Use>();
  for (const name of columns) {
    const use = recogniseColumn(name);
    if (use) known.set(name, use);
  }
  const targets = new Set([...known.values()].map(({ to }) => to));
  for (const [name, { to }] of known) {
    // A given name alone may be anything's name; ORCIDs without authors belong to nobody.
    if (to === 'author.given' && !targets.has('author.family')) known.delete(name);
    const ofAuthors = to === 'author.orcid' || to === 'author.affiliation';
    if (ofAuthors && !targets.has('author') && !targets.has('author.family')) known.delete(name);
  }
  return known;
}

/** The first column that could be the identifier and has another value in each row; else a column of bare DOIs. */
function chooseIdentifier(
  known: ReadonlyMap<string, Use>,
  cellsOf: (name: string) => readonly string[],
  rows: number,
): string | undefined {
  const named = [...known].filter(([, { to }]) => to === 'identifier').map(([name]) => name);
  const isUnique = (name: string) => new Set(cellsOf(name)).size === cellsOf(name).length;
  const chosen = named.find(isUnique) ?? named[0];
  if (chosen !== undefined) return chosen;
  const dois = [...known].filter(([, { to }]) => to === 'doi').map(([name]) => name);
  const areBare = (cells: readonly string[]) => cells.every((cell) => bareDoi(cell) === cell);
  return dois.find((name) => cellsOf(name).length === rows && isUnique(name) && areBare(cellsOf(name)));
}

function refine(use: Use, name: string, cells: readonly string[]): { refined: Use; told: string[] } {
  const told: string[] = [];
  const split = guessSplit(use.to, cells);
  let refined: Use = split === undefined ? use : { ...use, split };
  // Articles have ranges of pages; a plain number in every row counts them.
  if (use.to === 'pages' && cells.length > 0 && cells.every((cell) => /^\d+$/.test(cell))) {
    refined = { ...refined, to: 'pageCount' };
    told.push('plain numbers, so taken as the number of pages');
  }
  if (takesOption(use.to, 'dates')) refined = { ...refined, ...guessDates(cells, told) };
  const { values, unknown } = guessValues(refined, name, cells);
  const table = new Map([...values].map(([cell, value]) => [foldValue(cell), value]));
  if (table.size > 0) refined = { ...refined, values: table };
  if (unknown.length > 0) told.push(`not known, add them to values: ${shown(unknown)}`);
  return { refined, told };
}

function guessDates(cells: readonly string[], told: string[]): Pick<Use, 'dates'> {
  const orders = new Set(cells.map(orderOf).filter((order) => order !== undefined));
  const [order, other] = orders;
  const dates = other === undefined ? order : undefined;
  const read = cells.map((cell) => ({ cell, ...readDate(cell, dates) }));
  const open = read.filter(({ date, problem }) => date !== undefined && problem !== undefined).map(({ cell }) => cell);
  const unread = read.filter(({ date }) => date === undefined).map(({ cell }) => cell);
  if (open.length > 0) told.push(`add dates: day-first or month-first, for ${shown(open)}`);
  if (unread.length > 0) told.push(`cannot be read: ${shown(unread)}`);
  return dates === undefined ? {} : { dates };
}

function languagesIn(known: ReadonlyMap<string, Use>, cellsOf: (name: string) => readonly string[]): string[] {
  const names = [...known].filter(([, { to }]) => to === 'language').map(([name]) => name);
  return [...new Set(names.flatMap(cellsOf).flatMap((cell) => readLanguageNames(cell).languages))].slice(0, 8);
}

function isText({ to }: Use): boolean {
  return to === 'title' || to === 'abstract';
}

function areAnswers(cells: readonly string[]): boolean {
  return cells.every((cell) => YES.has(foldValue(cell)) || NO.has(foldValue(cell)));
}

function emptyWords(rows: readonly (readonly string[])[]): Set<string> {
  const cells = new Set(rows.flatMap((row) => row.map((cell) => foldValue(trimBlank(cell)))));
  return new Set(EMPTY_WORDS.map(foldValue).filter((word) => cells.has(word)));
}

function sampleOf(rows: readonly (readonly string[])[], at: number, empty: ReadonlySet<string>): string[] {
  const cells = rows.map((row) => trimBlank(row[at] ?? ''));
  return cells.filter((cell) => cell !== '' && !empty.has(foldValue(cell)));
}

function shown(cells: readonly string[]): string {
  const distinct = [...new Set(cells)];
  const first = distinct.slice(0, MOST_SHOWN).map((cell) => JSON.stringify(shorten(cell)));
  return `${first.join(', ')}${distinct.length > MOST_SHOWN ? ' …' : ''}`;
}
