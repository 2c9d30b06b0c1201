import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import { Fault } from '../fault.ts';
import type { FoundMapping } from './csv/read-mapping.ts';
import { globStrictly } from './glob-strictly.ts';
import { type FileState, SourceFile } from './source-file.ts';

/** A file, and its state when it was found. */
export interface FoundFile extends FileState {
  file: SourceFile;
  /** Named by the person; false for what was found in a folder. */
  named: boolean;
}

/** What a person says about all of the files. */
interface Reading {
  encoding: string | undefined;
  mapping?: FoundMapping | undefined;
}

/** Files, and what of the paths holds none or cannot be followed, such as `b/*.xml matches no file`. */
interface Found {
  files: FoundFile[];
  unread: string[];
}

/**
 * The files of the given files and folders, in byte order of their paths. The source root is the folder
 * named, or the folder of the file named. Hidden files are passed over; links to files are followed, and in folders
 * links to folders are not. Fault: a path that does not exist.
 */
export async function findFiles(paths: readonly string[], reading: Reading): Promise<Found> {
  const missing = paths.filter((path) => !existsSync(path) && !isDynamicPattern(path));
  if (missing.length > 0) throw new Fault(`There is no file or folder ${missing.join(', ')}.`);
  const found = await Promise.all(paths.map((path) => findIn(path, reading).catch(explain)));
  return { files: found.flatMap(({ files }) => files), unread: found.flatMap(({ unread }) => unread) };
}

function explain(error: NodeJS.ErrnoException): never {
  if (error.syscall === undefined) throw error;
  throw new Fault(`${error.path ?? 'The folder'} cannot be read (${error.code}).`);
}

async function findIn(path: string, reading: Reading): Promise<Found> {
  if (!existsSync(path)) return findByPattern(path, reading);
  if (!(await stat(path)).isDirectory()) {
    // However it is spelled, it is one path for those who ask what was refused in it.
    const file = new SourceFile(normalize(path), localId(dirname(path), path), reading.encoding, reading);
    return { files: [{ file, ...(await file.state()), named: true }], unread: [] };
  }
  const files: string[] = [];
  const unread: string[] = [];
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const here = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || isHidden(relative(path, here))) continue;
    const target = await stat(here).catch(() => undefined);
    if (target?.isFile()) files.push(here);
    else unread.push(`${here} ${target?.isDirectory() ? 'is a link to a folder' : 'is no file that can be read'}`);
  }
  if (files.length === 0) unread.push(`${path} holds no file`);
  return { files: await allUnnamed(files, path, reading), unread };
}

function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}

/** Files by a glob. The source root is the folder before the first wildcard. */
async function findByPattern(pattern: string, reading: Reading): Promise<Found> {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => isDynamicPattern(part));
  const root = parts.slice(0, wild).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const { files, unreadable } = await globStrictly(parts.slice(wild).join('/'), root);
  return {
    files: await allUnnamed(files, resolve(root), reading),
    unread: files.length === 0 ? [`${pattern} matches no file`] : unreadable.map((path) => `${path} cannot be read`),
  };
}

async function allUnnamed(paths: readonly string[], root: string, reading: Reading): Promise<FoundFile[]> {
  const sorted = [...paths].sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(
    sorted.map(async (path) => {
      const file = new SourceFile(path, localId(root, path), reading.encoding, reading);
      return { file, ...(await file.state()), named: false };
    }),
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
