import { bibtex } from './bibtex.ts';
import { ceeol } from './ceeol.ts';
import { cslJson } from './csl-json.ts';
import { csv } from './csv.ts';
import type { ImportFormat } from './import-format.ts';
import { jats } from './jats.ts';
import { jsonl } from './jsonl.ts';
import { marcxml } from './marcxml.ts';
import { oaiXml } from './oai-xml.ts';
import { ris } from './ris.ts';

/**
 * The only registry of import formats. A new one is one file of this folder and one word here. Formats that can be
 * told by their first words stand before those that take much for theirs.
 */
export const importFormats: readonly ImportFormat[] = [bibtex, ris, cslJson, csv, jats, ceeol, jsonl, marcxml, oaiXml];

/** The format that a file is in, by the first 64 KiB of its text and its path; undefined when none knows it. */
export function recogniseFormat(head: string, path: string): ImportFormat | undefined {
  return importFormats.find((format) => format.recognises(head, path));
}
