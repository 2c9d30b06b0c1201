/**
 * What is printed where no author is known, in lower case. Beside the names that CEEOL is known to use stand
 * their halves, since a list of authors may be split at the comma.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'no author specified',
  'no authors specified',
  'no author',
  'no authors',
  'author not specified',
  'authors not specified',
  'author(s) not specified',
  'not specified author',
  'not specified, author',
  'not specified',
  'author unknown',
  'unknown author',
  'unknown, author',
  'unknown',
  'various, authors',
  'various authors',
  'various author(s)',
  'various',
  'authors, various',
  'authors',
  'author',
  'anonymous, anonymous',
  'anonymous anonymous',
  'anonymous',
  'anonymous author',
  'miscellaneous, miscellaneous',
  'miscellaneous miscellaneous',
  'miscellaneous',
  'tol, tol',
  'tol tol',
  'tol',
  'n/a',
  'n.a',
  'n. n',
  'n.n',
  'et al',
  'and others',
]);

/** True for a text that stands for a missing name; compared without regard to case, spacing and a full stop. */
export function isPlaceholderAuthor(name: string): boolean {
  const plain = name
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[[(<]|[\])>.]$/g, '')
    .replace(/ ?, ?/g, ', ')
    .trim();
  return PLACEHOLDERS.has(plain) || !/[\p{L}\p{N}]/u.test(plain);
}
