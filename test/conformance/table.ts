import { join } from 'node:path';
import type { Row } from './checklist.ts';
import { countTestsIn } from './test-names.ts';
import { type Entry, WAITING } from './waiting.ts';

export interface TableLine extends Row {
  readonly tests: number;
  readonly entry: Entry | undefined;
}

export interface Table {
  readonly lines: readonly TableLine[];
  /** Gaps that nothing explains, and explanations that nothing needs. */
  readonly problems: readonly string[];
}

/** Sets the rows against the tests and against the entries. */
export function makeTable(
  rows: readonly Row[],
  tests: ReadonlyMap<string, number>,
  entries: Readonly<Record<string, Entry>>,
): Table {
  const lines = rows.map((row) => ({ ...row, tests: tests.get(row.id) ?? 0, entry: entries[row.id] }));
  const known = new Set(rows.map(({ id }) => id));
  const problems = [
    ...lines.flatMap(({ id, level, tests, entry }) => {
      if (tests === 0 && !entry) return [`${id} (${level}) has no test, and nothing says why`];
      if (tests > 0 && entry) return [`${id} has ${tests} tests by now: take it out of waiting.ts`];
      return [];
    }),
    ...Object.keys(entries).flatMap((id) => (known.has(id) ? [] : [`${id} in waiting.ts is no row of the checklist`])),
    ...[...tests.keys()].flatMap((id) => (known.has(id) ? [] : [`${id} leads a test, but is no row of the checklist`])),
  ];
  return { lines, problems };
}

/** The table of this project. */
export function projectTable(rows: readonly Row[]): Table {
  return makeTable(rows, countTestsIn(join(import.meta.dirname, '..')), WAITING);
}

/** What holds a row, in words. */
export function stateOf({ tests, entry }: TableLine): string {
  if (tests > 0) return tests === 1 ? '1 test' : `${tests} tests`;
  if (!entry) return 'MISSING';
  return 'waitsFor' in entry
    ? `waits for issue ${entry.waitsFor}: ${entry.reason}`
    : `does not apply: ${entry.doesNotApply}`;
}
