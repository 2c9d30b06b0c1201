import { keyOf, type Row, type StoredTable, type Value } from '../copy/stored-table.ts';
import { joined } from './joined.ts';
import type { Statement } from './queries.ts';

/** Rows in order of their key, behind one or from the first. The limit stands in the text, since plans go by it. */
export function readOf(
  table: StoredTable,
  after: Row | undefined,
  limit: number,
): { read: Statement; values: Value[] } {
  const { name, columns } = table;
  const behind = after !== undefined;
  const where = behind ? behindOf(table, (index) => `$${index + 1}`) : '';
  const order = orderOf(table).join(', ');
  const text = `SELECT ${Object.keys(columns).join(', ')} FROM ${name} ${where} ORDER BY ${order} LIMIT ${limit}`;
  return { read: { name: `copy read ${name} ${behind} ${limit}`, text }, values: after ? keyOf(table, after) : [] };
}

/** The highest key. */
export function lastOf(table: StoredTable): Statement {
  const { name, key } = table;
  const order = orderOf(table).map((part) => `${part} DESC`);
  return {
    name: `copy last ${name}`,
    text: `SELECT ${key.join(', ')} FROM ${name} ORDER BY ${order.join(', ')} LIMIT 1`,
  };
}

/** Where rows behind the key begin whose values these are, by the index that a table is ordered by. */
function behindOf(table: StoredTable, value: (index: number) => string): string {
  return `WHERE (${orderOf(table).join(', ')}) > (${orderOf(table, value).join(', ')})`;
}

/** The order of a table's key, as its index has it: the key of a slug may be too long, so its beginning is in there. */
function orderOf({ name, key }: StoredTable, of = (index: number) => key[index] ?? ''): string[] {
  return key.flatMap((column, index) =>
    name === 'slug' && column === 'key' ? [`left(${of(index)}, 500)`, of(index)] : [of(index)],
  );
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
  const { name, columns } = table;
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
  const lastKey = last && keyOf(table, last).map(parameter);
  const behind = lastKey ? behindOf(table, (index) => lastKey[index] ?? '') : '';
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
