import { basename } from 'node:path';
import { Fault } from '../fault.ts';
import { ceeol } from './ceeol.ts';
import { findMapping, isMappingPath, mappingPath } from './csv/find-mapping.ts';
import { looksLikeTable } from './csv/looks-like-table.ts';
import { RowMapper } from './csv/map-row.ts';
import type { Mapping } from './csv/mapping.ts';
import { openWithDraft } from './csv/open-with-draft.ts';
import { Table } from './csv/table.ts';
import type { ImportFormat } from './import-format.ts';
import { shorten } from './shorten.ts';
import type { SourceFile } from './source-file.ts';

const MOST_NAMED = 20;

/**
 * Tables: one row is one item. What the columns are is said by a mapping beside the file (docs/csv.md); without one
 * their names must tell, as in the mapping that `oai-pmh mapping draft` writes.
 */
export const csv: ImportFormat = {
  name: 'csv',
  title: 'tables as CSV or TSV, one item a row, with a mapping beside them or well-known column names',
  identifierFromPath: false,

  recognises(head, path) {
    // A mapping holds nothing to import, but belongs to a table and looks like an article page to others.
    if (/\.(?:csv|tsv)$/i.test(path) || isMappingPath(path)) return true;
    return looksLikeTable(head) && !ceeol.recognises(head, path);
  },

  async *read(file) {
    if (isMappingPath(file.path)) return;
    const { table, mapping } = await open(file);
    const left = table.columns.filter(
      (name) => !mapping.columns.has(name) && !mapping.ignore.includes(name) && mapping.deleted?.column !== name,
    );
    if (left.length > 0) {
      const text = `${left.length === 1 ? 'a column is' : `${left.length} columns are`} left out: ${named(left)}`;
      yield { kind: 'note', line: table.line, text };
    }
    const mapper = new RowMapper(mapping, table.columns);
    for await (const row of table.rows()) {
      const { line, text: raw } = row;
      if ('problem' in row) {
        yield { kind: 'refusal', line, reason: row.problem, raw };
        continue;
      }
      for (const incoming of mapper.map(row.cells, line)) {
        yield incoming.kind === 'refusal' ? { ...incoming, raw } : incoming;
      }
    }
  },
};

async function open(file: SourceFile): Promise<{ table: Table; mapping: Mapping }> {
  const found = file.mapping ?? (await findMapping(file.path));
  if (!found) return openByNames(file);
  const { mapping, path } = found;
  const { delimiter, quotes } = mapping;
  const isKnown = (name: string) => mapping.columns.has(name) || mapping.ignore.includes(name);
  const table = await Table.open(file, { delimiter, quotes, isKnown });
  const columns = [...mapping.columns.keys(), ...mapping.ignore, ...(mapping.deleted ? [mapping.deleted.column] : [])];
  const missing = columns.filter((name) => !table.columns.includes(name));
  if (missing.length === 0) return { table, mapping };
  throw new Fault(
    `${file.path}: its mapping ${path} names ${named(missing)}, but there is no such column. There are ${named(table.columns)}.`,
  );
}

async function openByNames(file: SourceFile): Promise<{ table: Table; mapping: Mapping }> {
  const { table, draft } = await openWithDraft(file);
  const { problems, mapping } = draft;
  // Columns that are left out are named by the note.
  if (problems.length === 0) return { table, mapping: { ...mapping, ignore: [] } };
  throw new Fault(
    `${file.path}: ${problems.join(' and ')}. Write a mapping: \`oai-pmh mapping draft\` begins one, keep it as ${basename(mappingPath(file.path))}.`,
  );
}

function named(columns: readonly string[]): string {
  const shown = columns.slice(0, MOST_NAMED).map((name) => `“${shorten(name)}”`);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
