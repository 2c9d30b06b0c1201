import { keyOf, type Row, type StoredTable } from '../copy/stored-table.ts';
import { joined } from './joined.ts';
import type { Statement } from './queries.ts';

/** Rows in order of their key, behind one or from the first. The limit stands in the text, since plans go by it. */
export function readOf({ name, columns, key }: StoredTable, behind: boolean, limit: number): Statement {
  const where = behind ? `WHERE (${key.join(', ')}) > (${key.map((_, index) => `$${index + 1}`).join(', ')})` : '';
  return {
    name: `copy read ${name} ${behind} ${limit}`,
    text: `SELECT ${Object.keys(columns).join(', ')} FROM ${name} ${where} ORDER BY ${key.join(', ')} LIMIT ${limit}`,
  };
}

/** The highest key. */
export function lastOf({ name, key }: StoredTable): Statement {
  const order = key.map((column) => `${column} DESC`).join(', ');
  return { name: `copy last ${name}`, text: `SELECT ${key.join(', ')} FROM ${name} ORDER BY ${order} LIMIT 1` };
}

const ARRAYS = { integer: 'bigint[]', text: 'text[]' } as const;

/**
 * All rows in one statement, with an array for each column; bytes as one value, out of which each row takes its own.
 * Inserts none where there is a row behind the last one.
 */
export function appendOf(
  table: StoredTable,
  rows: readonly Row[],
  last: Row | undefined,
): { append: Statement; values: unknown[] } {
  const { name, columns, key } = table;
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const [arrays, aliases, selected]: [string[], string[], string[]] = [[], [], []];
  const take = (type: string, array: readonly unknown[], alias: string) => {
    arrays.push(`${parameter(array)}::${type}`);
    aliases.push(alias);
  };
  for (const [column, kind] of Object.entries(columns)) {
    if (kind !== 'bytes') {
      take(
        ARRAYS[kind],
        rows.map((row) => row[column] ?? null),
        column,
      );
      selected.push(column);
      continue;
    }
    const { bytes, starts, lengths } = joined(rows.map((row) => row[column] as Buffer));
    selected.push(`substring(${parameter(bytes)}::bytea FROM start_of_${column} + 1 FOR length_of_${column})`);
    take('integer[]', starts, `start_of_${column}`);
    take('integer[]', lengths, `length_of_${column}`);
  }
  const behind = last ? `WHERE (${key.join(', ')}) > (${keyOf(table, last).map(parameter).join(', ')})` : '';
  const text = `INSERT INTO ${name} (${Object.keys(columns).join(', ')}) SELECT ${selected.join(', ')}
    FROM unnest(${arrays.join(', ')}) AS new (${aliases.join(', ')})
    WHERE NOT EXISTS (SELECT FROM ${name} ${behind})`;
  return { append: { name: `copy append ${name} ${last !== undefined}`, text }, values };
}

/** Sets all columns of the one row of a table. */
export function updateOf({ name, columns }: StoredTable): Statement {
  const values = Object.keys(columns).map((column, index) => `${column} = $${index + 1}`);
  return { name: `copy update ${name}`, text: `UPDATE ${name} SET ${values.join(', ')}` };
}
