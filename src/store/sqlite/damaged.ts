/** Like SQLite's own error for a damaged file, so that it is explained in the same words. */
export function damaged(what: string): Error {
  return Object.assign(new Error(what), { code: 'SQLITE_CORRUPT' });
}
