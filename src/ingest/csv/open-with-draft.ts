import type { SourceFile } from '../source-file.ts';
import { type DraftedMapping, draftMapping } from './draft-mapping.ts';
import { recogniseColumn } from './recognise-column.ts';
import { Table } from './table.ts';

/** Opens a table that has no mapping and drafts one, as `oai-pmh mapping draft` writes it down. */
export async function openWithDraft(file: SourceFile): Promise<{ table: Table; draft: DraftedMapping }> {
  const table = await Table.open(file, { isKnown: (name) => recogniseColumn(name) !== undefined });
  return { table, draft: draftMapping(table.columns, table.dialect.delimiter, await table.sample()) };
}
