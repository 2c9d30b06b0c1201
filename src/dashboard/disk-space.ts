import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a database file takes with its log, in bytes; undefined where it is not there. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  const sizes = await Promise.all(
    ['', '-wal', '-shm'].map((end) =>
      stat(path + end).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const size = sizes.reduce((sum, one) => sum + one, 0);
  return size === 0 ? undefined : size;
}

/** What is free for this user on the disk of a file, in bytes; undefined where the system does not say. */
export async function freeSpace(path: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dirname(path));
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
