import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { Fault } from '../fault.ts';
import type { FoundMapping } from './csv/read-mapping.ts';
import { SourceFile } from './source-file.ts';

export interface FoundFile {
  file: SourceFile;
  /** Bytes. */
  size: number;
  /** Named by the person; false for what was found in a folder. */
  named: boolean;
}

/** What a person says about all of the files. */
interface Reading {
  encoding: string | undefined;
  mapping?: FoundMapping | undefined;
}

/**
 * The files of the given files and folders, in byte order of their paths. The source root is the folder
 * named, or the folder of the file named. Hidden files are passed over. Fault: a path that does not exist.
 */
export async function findFiles(paths: readonly string[], reading: Reading): Promise<FoundFile[]> {
  const missing = paths.filter((path) => !existsSync(path) && !isDynamicPattern(path));
  if (missing.length > 0) throw new Fault(`There is no file or folder ${missing.join(', ')}.`);
  const found = await Promise.all(paths.map((path) => findIn(path, reading).catch(explain)));
  return found.flat();
}

function explain(error: NodeJS.ErrnoException): never {
  if (error.syscall === undefined) throw error;
  throw new Fault(`${error.path ?? 'The folder'} cannot be read (${error.code}).`);
}

async function findIn(path: string, reading: Reading): Promise<FoundFile[]> {
  if (!existsSync(path)) return findByPattern(path, reading);
  const { size, isFolder } = await stat(path).then((found) => ({ size: found.size, isFolder: found.isDirectory() }));
  if (!isFolder) {
    // However it is spelled, it is one path for those who ask what was refused in it.
    const file = new SourceFile(normalize(path), localId(dirname(path), path), reading.encoding, reading);
    return [{ file, size, named: true }];
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split(sep)
          .some((part) => part.startsWith('.')),
    )
    .sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(
    files.map(async (file) => ({
      file: new SourceFile(file, localId(path, file), reading.encoding, reading),
      size: (await stat(file)).size,
      named: false,
    })),
  );
}

/** Files by a glob. The source root is the folder before the first wildcard. */
async function findByPattern(pattern: string, reading: Reading): Promise<FoundFile[]> {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => isDynamicPattern(part));
  const root = parts.slice(0, wild).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const files = (await glob(parts.slice(wild).join('/'), { cwd: root, absolute: true })).sort((a, b) =>
    a < b ? -1 : 1,
  );
  return Promise.all(
    files.map(async (path) => ({
      file: new SourceFile(path, localId(resolve(root), path), reading.encoding, reading),
      size: (await stat(path)).size,
      named: false,
    })),
  );
}

/** The path below the source root, without extension, with slashes on every system. */
function localId(root: string, path: string): string {
  const name = basename(path).replace(/(?<=.)\.[^.]*$/, '');
  return join(relative(root, dirname(path)), name)
    .split(sep)
    .join('/')
    .normalize('NFC');
}
