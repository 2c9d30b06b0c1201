import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../src/fault.ts';
import type { ImportFormat, Incoming } from '../../src/ingest/import-format.ts';
import { SourceFile } from '../../src/ingest/source-file.ts';

export type IncomingItem = Extract<Incoming, { kind: 'item' }>['item'];

/** A file of fixtures/. */
export function fixture(path: string): SourceFile {
  return new SourceFile(
    fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url)),
    path.replace(/\.[^.]*$/, ''),
  );
}

let files = 0;

/** A source file with this content in this folder; its local id is `page` and a number. */
export function sourceFile(folder: string, content: string | Uint8Array, encoding?: string): SourceFile {
  const id = `page${++files}`;
  const path = join(folder, `${id}.txt`);
  writeFileSync(path, content);
  return new SourceFile(path, id, encoding);
}

export async function readAll(format: ImportFormat, file: SourceFile): Promise<Incoming[]> {
  const all: Incoming[] = [];
  for await (const incoming of format.read(file)) all.push(incoming);
  return all;
}

/** The Fault that reading ends with, and what came before it. */
export async function readFault(format: ImportFormat, file: SourceFile): Promise<{ fault: Fault; before: Incoming[] }> {
  const before: Incoming[] = [];
  try {
    for await (const incoming of format.read(file)) before.push(incoming);
  } catch (error) {
    if (error instanceof Fault) return { fault: error, before };
    throw error;
  }
  throw new Error('no fault was thrown');
}
