import { Fault } from '../../fault.ts';
import { redact } from '../../harvest/redact.ts';
import { draftMapping } from '../csv/draft-mapping.ts';
import { RowMapper } from '../csv/map-row.ts';
import type { Mapping } from '../csv/mapping.ts';
import { readMapping } from '../csv/read-mapping.ts';
import type { OriginReader } from '../origin-reader.ts';
import type { Arrival } from '../prepare.ts';
import { postgresRows } from '../sql/postgres-rows.ts';
import { sqliteRows } from '../sql/sqlite-rows.ts';

/** A query whose one column has this name gives canonical items, as JSON. */
const ITEM_COLUMN = 'item';
const SAMPLE_ROWS = 100;

/** The rows of a query on somebody's database: items as JSON, or columns that are mapped as those of a table. */
export const readSql: OriginReader<'sql'> = async ({ source, intake, listener }) => {
  const { database, query, mapping: mappingFile } = source.origin;
  const isPostgres = /^postgres(ql)?:\/\//i.test(database);
  const rows = isPostgres ? await postgresRows(database, query) : await sqliteRows(database, query);
  const path = isPostgres ? redact(database) : database;
  let line = 0;
  let read: ((cells: readonly string[], line: number) => Arrival[]) | undefined;
  try {
    for await (const portion of rows.portions()) {
      const table = portion.map((row) => row.map(textOf));
      read ??= await readerOf(rows.columns, table.slice(0, SAMPLE_ROWS), mappingFile, source.name);
      for (const cells of table) {
        line += 1;
        for (const arrival of read(cells, line)) await intake.take(arrival, path);
      }
      listener.progress({ records: line, bytes: line, totalBytes: line });
    }
  } catch (error) {
    if (error instanceof Fault || intake.failed) throw error;
    throw new Fault(`Source ${source.name}: the database broke off after ${line} rows: ${(error as Error).message}.`);
  } finally {
    await rows.close();
  }
  return [];
};

async function readerOf(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  mappingFile: string | undefined,
  name: string,
): Promise<(cells: readonly string[], line: number) => Arrival[]> {
  if (mappingFile === undefined && columns.length === 1 && columns[0] === ITEM_COLUMN) {
    return ([text = ''], line) => [{ kind: 'line', line, text }];
  }
  const mapping = mappingFile === undefined ? byNames(columns, sample, name) : (await readMapping(mappingFile)).mapping;
  const mapper = new RowMapper(mapping, columns);
  return (cells, line) => mapper.map(cells, line);
}

function byNames(columns: readonly string[], sample: readonly (readonly string[])[], name: string): Mapping {
  const { mapping, problems } = draftMapping(columns, ',', sample);
  if (problems.length === 0) return mapping;
  throw new Fault(
    `Source ${name}: ${problems.join(' and ')}. Name the columns of the query so (… AS identifier, … AS title), or write a mapping and name it with "mapping".`,
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
