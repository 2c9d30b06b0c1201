import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../fault.ts';
import { parseMapping } from './parse-mapping.ts';
import type { FoundMapping } from './read-mapping.ts';

const OF_FOLDER = 'mapping.yaml';
const LARGEST = 1024 * 1024;

/** True for the files that mappings stand in: `articles.mapping.yaml`, `mapping.yaml`. */
export function isMappingPath(path: string): boolean {
  return basename(path) === OF_FOLDER || path.endsWith(`.${OF_FOLDER}`);
}

/** Where the mapping of a table is to stand: `articles.mapping.yaml` beside `articles.csv`. */
export function mappingPath(path: string): string {
  return join(dirname(path), `${basename(path).replace(/(?<=.)\.[^.]*$/, '')}.${OF_FOLDER}`);
}

/** The mapping of a table: its own, or that of its folder. Fault when it is none. */
export async function findMapping(path: string): Promise<FoundMapping | undefined> {
  for (const candidate of [mappingPath(path), join(dirname(path), OF_FOLDER)]) {
    const text = await readIfThere(candidate);
    if (text === undefined) continue;
    const { mapping, faults } = parseMapping(text);
    if (mapping) return { path: candidate, mapping };
    const list = faults.map((fault) => `  - ${fault}`).join('\n');
    throw new Fault(
      `${path}: its mapping ${candidate} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${list}`,
    );
  }
  return undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new Fault(`${path}: larger than 1 MiB, too large for a mapping.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (error instanceof Fault) throw error;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new Fault(`${path}: not valid UTF-8. Save it as UTF-8.`);
    throw new Fault(`${path}: cannot be read (${code}).`);
  }
}
