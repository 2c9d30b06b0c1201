import type { Incoming } from '../import-format.ts';
import { leaveOut } from '../oai-xml/draft.ts';
import { shorten } from '../shorten.ts';
import { trimBlank } from '../trim-blank.ts';
import { foldValue, type Mapping, type Use } from './mapping.ts';
import { finishFunding } from './read-funding.ts';
import { finishPeople } from './read-people.ts';
import { finishTitles } from './read-titles.ts';
import { finishAccess, READERS } from './readers.ts';
import { type Cell, newDraft, type RowDraft } from './row-draft.ts';
import { splitCell } from './split-cell.ts';
import { TARGETS, type TargetName } from './target.ts';

/** As the canonical item and OAI-PMH have it. */
const LONGEST_IDENTIFIER = 1024;
const NOT_IN_IDENTIFIER = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;
/** No value that is not prose is longer. */
const LONGEST_VALUE = 4096;
/** More values than any item has. */
const MOST_VALUES = 1000;
const MOST_NOTES = 50;

/** Values that are texts for people, with line breaks that may be meant. All others are on one line. */
const PROSE: ReadonlySet<TargetName> = new Set([
  'title',
  'subtitle',
  'translatedTitle',
  'alternativeTitle',
  'abstract',
  'keywords',
  'subject',
  'coverage',
  'citation',
  'licence',
  'rights',
]);

/** Makes the items of the rows of one table. */
export class RowMapper {
  readonly #mapping: Mapping;
  readonly #columns: readonly { name: string; at: number; uses: readonly Use[] }[];
  readonly #identifier: { name: string; at: number; use: Use } | undefined;
  readonly #deleted: number;

  constructor(mapping: Mapping, columns: readonly string[]) {
    this.#mapping = mapping;
    this.#columns = columns.flatMap((name, at) => {
      const uses = mapping.columns.get(name);
      return uses ? [{ name, at, uses }] : [];
    });
    const ofIdentifier = this.#columns.flatMap(({ name, at, uses }) =>
      uses.filter(({ to }) => to === 'identifier').map((use) => ({ name, at, use })),
    );
    this.#identifier = ofIdentifier[0];
    this.#deleted = mapping.deleted === undefined ? -1 : columns.indexOf(mapping.deleted.column);
  }

  /** What one row says: an item or a deletion, with notes; or a refusal with the reason. */
  map(cells: readonly string[], line: number): Incoming[] {
    const texts = cells.map((cell) => this.#text(cell));
    if (texts.every((text) => text === '')) return [];
    const identifier = this.#readIdentifier(texts);
    const named = this.#identifier?.name ?? '';
    if (identifier === undefined) return [{ kind: 'refusal', line, reason: `it has no identifier: ${named} is empty` }];
    if (identifier.length > LONGEST_IDENTIFIER || NOT_IN_IDENTIFIER.test(identifier)) {
      const what = identifier.length > LONGEST_IDENTIFIER ? 'more than 1024 characters' : 'control characters';
      return [{ kind: 'refusal', line, reason: `its identifier “${shorten(identifier)}” in ${named} has ${what}` }];
    }
    const draft = newDraft(identifier);
    if (this.#mapping.deleted?.values.has(foldValue(texts[this.#deleted] ?? ''))) {
      return this.#deletion(draft, texts, line);
    }
    this.#read(draft, texts, line);
    finishPeople(draft);
    finishFunding(draft);
    finishAccess(draft);
    finishTitles(draft);
    const { item, host } = draft;
    if (item.titles.length === 0) return [{ kind: 'refusal', line, identifier, reason: 'it has no title' }];
    if (Object.keys(host).length > 0) item.host = host;
    return [{ kind: 'item', line, item }, ...notesOf(draft, line)];
  }

  /** The sets are all that is left of an item that is gone. */
  #deletion(draft: RowDraft, texts: readonly string[], line: number): Incoming[] {
    this.#read(draft, texts, line, 'sets');
    const { identifier, sets } = draft.item;
    return [{ kind: 'deletion', line, identifier, ...(sets && { sets }) }, ...notesOf(draft, line)];
  }

  #readIdentifier(texts: readonly string[]): string | undefined {
    if (!this.#identifier) return undefined;
    const { at, use } = this.#identifier;
    const text = meantBy(texts[at] ?? '', use);
    return text === '' ? undefined : `${use.prefix ?? ''}${text}`;
  }

  #read(draft: RowDraft, texts: readonly string[], line: number, only?: TargetName): void {
    const given = new Set<TargetName>();
    for (const { name, at, uses } of this.#columns) {
      const text = texts[at] ?? '';
      if (text === '') continue;
      for (const use of uses) {
        if (only !== undefined && use.to !== only) continue;
        given.add(use.to);
        readCell(draft, cell(name, text, use, line));
      }
    }
    for (const use of this.#mapping.constants) {
      if ((only !== undefined && use.to !== only) || (given.has(use.to) && !TARGETS[use.to].many)) continue;
      readCell(draft, cell(`constant ${use.to}`, use.value, use, line));
    }
  }

  /** What stands in a cell; nothing where the mapping says that it says nothing. */
  #text(cell: string): string {
    const text = trimBlank(cell);
    const { empty } = this.#mapping;
    return empty.size > 0 && text.length <= LONGEST_VALUE && empty.has(foldValue(text)) ? '' : text;
  }
}

function cell(name: string, text: string, use: Use, line: number): Cell {
  return { name, text, line, use, ...(use.lang !== undefined && { lang: use.lang }) };
}

/** Reads each value of a cell; `identifier` has been read before. */
function readCell(draft: RowDraft, whole: Cell): void {
  const { use } = whole;
  if (use.to === 'identifier') return;
  // A table of values may know the whole cell: `Yes; checked`.
  const isKnown = use.values?.has(foldValue(whole.text)) ?? false;
  const parts = isKnown || use.split === undefined ? [whole.text] : splitCell(whole.text, use.split);
  if (parts.length > MOST_VALUES) {
    leaveOut(draft, whole, `holds ${parts.length} values: what follows the first ${MOST_VALUES} is too much`);
  }
  for (const part of parts.slice(0, MOST_VALUES)) {
    const value = meantBy(part, use);
    if (value === '') continue;
    const text = `${use.prefix ?? ''}${PROSE.has(use.to) ? value : value.replace(/\s+/g, ' ')}`;
    const one = { ...whole, text };
    if (text.length > LONGEST_VALUE && !PROSE.has(use.to)) leaveOut(draft, one, 'is too long');
    else READERS[use.to](draft, one);
  }
}

/** The value that the mapping has for a cell, or what stands there. */
function meantBy(text: string, { values }: Use): string {
  return values?.get(foldValue(text)) ?? text;
}

function notesOf({ notes }: RowDraft, line: number): Incoming[] {
  // The functions that oai_dc is read by, too, name an element where a column stands here.
  const told = notes.slice(0, MOST_NOTES).map(({ text }): Incoming => ({ kind: 'note', line, text: text.slice(3) }));
  if (notes.length <= MOST_NOTES) return told;
  return [...told, { kind: 'note', line, text: `… and ${notes.length - MOST_NOTES} notes more on this row` }];
}
