import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ConfigSection } from './config-section.ts';

/** A file that the config file names, relative to its own folder. What is wrong goes to the section's faults. */
export function readTextFile(name: string | undefined, configFile: string, section: ConfigSection): string | undefined {
  if (name === undefined) return undefined;
  const path = resolve(dirname(configFile), name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') section.fault(`the file ${path} does not exist.`);
    else if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') section.fault(`the file ${path} is not in UTF-8.`);
    else section.fault(`the file ${path} cannot be read (${code}).`);
    return undefined;
  }
}
