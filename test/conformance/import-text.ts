import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImportListener, importFiles } from '../../src/ingest/import-files.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Message = Parameters<ImportListener['message']>[0];

const folder = temporaryFolder();

/** Imports a file of this name and content as an operator does, and answers what the operator is told. */
export async function importText(
  { store, clock, formats }: Endpoint,
  name: string,
  content: string | Buffer,
  options: { encoding?: string } = {},
): Promise<{ refused: string[]; notes: string[] }> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const messages: Message[] = [];
  const parts = { store, cataloguing: { ...CATALOGUING, crosswalks: formats }, clock };
  await importFiles([path], options, parts, { message: (message) => messages.push(message), progress: () => {} });
  const told = (wanted: Message['kind']) =>
    messages.filter(({ kind }) => kind === wanted).map(({ line, text }) => `${line}: ${text}`);
  return { refused: told('refused'), notes: told('note') };
}
