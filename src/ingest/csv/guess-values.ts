import { foldName } from './fold-name.ts';
import { foldValue, type Use } from './mapping.ts';
import { READERS } from './readers.ts';
import { newDraft } from './row-draft.ts';
import { splitCell } from './split-cell.ts';
import { ACCESS_WORDS, NO_WORDS, TYPE_WORDS, VERSION_WORDS, YES_WORDS } from './value-words.ts';

const WORDS = {
  type: byWord(TYPE_WORDS),
  access: byWord(ACCESS_WORDS),
  version: byWord(VERSION_WORDS),
} as const;
const YES = new Set(YES_WORDS.map(foldName));
const NO = new Set(NO_WORDS.map(foldName));
/** Names of columns that ask whether an item is open. */
const ASKS_FOR_OPEN = /openaccess|acikerisim/;
const CC_LICENCE = /^cc[\s-]?(by(?:-(?:nc|nd|sa)){0,2})[\s-]v?(\d\.\d)(?:[\s-](?:international|unported))?$/;

/** A table of values for the cells of a column, and the cells that nothing is known about. */
export interface GuessedValues {
  /** As written in the cells. */
  readonly values: ReadonlyMap<string, string>;
  readonly unknown: readonly string[];
}

/** What words in cells stand for, where an item takes only certain words, and URLs of licences by their names. */
export function guessValues(use: Use, name: string, cells: readonly string[]): GuessedValues {
  const values = new Map<string, string>();
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (const text of cells.flatMap((cell) => (use.split === undefined ? [cell] : splitCell(cell, use.split)))) {
    if (seen.has(foldValue(text))) continue;
    seen.add(foldValue(text));
    const value = valueFor(use, name, text);
    if (value !== undefined) values.set(text, value);
    else if (!isUnderstood(use, text)) unknown.push(text);
  }
  return { values, unknown };
}

function valueFor({ to }: Use, name: string, text: string): string | undefined {
  if (to === 'licence' || to === 'rights') return licenceUrl(text);
  if (to !== 'type' && to !== 'access' && to !== 'version') return undefined;
  const folded = foldName(text);
  if (to === 'access' && ASKS_FOR_OPEN.test(foldName(name))) {
    if (YES.has(folded)) return 'open';
    if (NO.has(folded)) return 'closed';
  }
  return isUnderstood({ to }, text) ? undefined : WORDS[to].get(folded);
}

function isUnderstood(use: Use, text: string): boolean {
  if (use.to !== 'type' && use.to !== 'access' && use.to !== 'version') return true;
  const draft = newDraft('');
  READERS[use.to](draft, { name: '', text, line: 0, use });
  return draft.notes.length === 0;
}

/** Only where the name says the version: without it there are several. */
function licenceUrl(text: string): string | undefined {
  const name = text.slice(0, 80).toLowerCase();
  const [, kind, version] = CC_LICENCE.exec(name) ?? [];
  if (kind) return `https://creativecommons.org/licenses/${kind}/${version}/`;
  return /^cc0[\s-]?1\.0$/.test(name) ? 'https://creativecommons.org/publicdomain/zero/1.0/' : undefined;
}

function byWord(words: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).flatMap(([value, all]) => all.map((word) => [foldName(word), value] as const)));
}
