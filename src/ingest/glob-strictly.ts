import { type Dirent, readdir, realpath } from 'node:fs';
import { basename } from 'node:path';
import { glob } from 'tinyglobby';

type ReadDir = (
  path: string,
  options: { withFileTypes: true },
  done: (error: Error | null, entries: Dirent[]) => void,
) => void;
type RealPath = (path: string, done: (error: Error | null, resolved: string) => void) => void;

/**
 * Absolute paths of the files below a folder that a glob matches, links followed. Beside them, the folders and links
 * that could not be read, hidden ones aside: a glob alone passes over them in silence.
 */
export async function globStrictly(pattern: string, cwd: string): Promise<{ files: string[]; unreadable: string[] }> {
  const unreadable: string[] = [];
  const note = (error: Error | null, path: string) => {
    if (error && !basename(path).startsWith('.')) unreadable.push(path);
  };
  const readFolder: ReadDir = (path, options, done) =>
    readdir(path, options, (error, entries) => {
      note(error, path);
      done(error, entries);
    });
  const follow: RealPath = (path, done) =>
    realpath(path, (error, resolved) => {
      note(error, path);
      done(error, resolved);
    });
  const fs = { readdir: readFolder as typeof readdir, realpath: follow as typeof realpath };
  return { files: await glob(pattern, { cwd, absolute: true, fs }), unreadable };
}
