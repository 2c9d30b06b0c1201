import { readFile } from 'node:fs/promises';
import { Fault } from '../../fault.ts';
import type { Mapping } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

/** A mapping, and where it stands. */
export interface FoundMapping {
  readonly path: string;
  readonly mapping: Mapping;
}

/** The mapping that a source of the config file names. Fault when it is not there, or is none. */
export async function readMapping(path: string): Promise<FoundMapping> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Fault(`The mapping ${path} cannot be read (${error.code}).`);
  });
  const { mapping, faults } = parseMapping(text);
  if (mapping && faults.length === 0) return { path, mapping };
  throw new Fault(`The mapping ${path} will not do:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}
