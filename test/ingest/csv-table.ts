import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csv } from '../../src/ingest/csv.ts';
import type { Incoming } from '../../src/ingest/import-format.ts';
import { SourceFile } from '../../src/ingest/source-file.ts';
import { fixture, readAll } from './read-source.ts';

/** How the tables of fixtures/import/csv are encoded, where it is not UTF-8. */
const ENCODINGS: Readonly<Record<string, string>> = { 'windows-1254.csv': 'windows-1254' };
/** Tables whose mappings must be refused. */
const WITH_BAD_MAPPING = ['bad.csv', 'missing-column.csv'];

/** The tables of fixtures/import/csv that can be read. */
export const TABLES = readdirSync(fileURLToPath(new URL('../../fixtures/import/csv/', import.meta.url)))
  .filter((name) => /\.[ct]sv$/.test(name) && !WITH_BAD_MAPPING.includes(name))
  .sort();

export function fixtureTable(name: string): SourceFile {
  const { path } = fixture(`import/csv/${name}`);
  return new SourceFile(path, name, ENCODINGS[name]);
}

let tables = 0;

/** A table in a folder of its own, perhaps with its mapping. */
export function table(
  folder: string,
  text: string | Uint8Array,
  { mapping, name = 'table.csv', encoding }: { mapping?: string; name?: string; encoding?: string } = {},
): SourceFile {
  const here = join(folder, `csv${++tables}`);
  mkdirSync(here);
  const path = join(here, name);
  writeFileSync(path, text);
  if (mapping !== undefined) writeFileSync(path.replace(/\.[^.]*$/, '.mapping.yaml'), mapping);
  return new SourceFile(path, 'table', encoding);
}

/** What a table holds, by kind. */
export async function read(file: SourceFile) {
  const all = await readAll(csv, file);
  const of = <K extends Incoming['kind']>(kind: K) =>
    all.filter((one): one is Extract<Incoming, { kind: K }> => one.kind === kind);
  return {
    all,
    items: of('item').map(({ item }) => item),
    deletions: of('deletion'),
    refusals: of('refusal').map(({ line, reason }) => `${line}: ${reason}`),
    notes: of('note').map(({ line, text }) => `${line}: ${text}`),
  };
}
