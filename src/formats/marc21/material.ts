import type { Item } from '../../items/item.ts';

/** The configurations of 008/18-34 that items need. */
export type Material = 'books' | 'continuing resources' | 'computer files';

/** Leader/07: a component part of a monograph or of a serial, or something that stands alone. */
export type BibliographicLevel = 'a' | 'b' | 'm';

/** Of types that may stand in a journal, in a book or alone, the host decides. */
export function bibliographicLevel({ type, host }: Item): BibliographicLevel {
  switch (type) {
    case 'article':
    case 'contributionToPeriodical':
      return 'b';
    case 'bookPart':
      return 'a';
    case 'bachelorThesis':
    case 'masterThesis':
    case 'doctoralThesis':
    case 'book':
    case 'patent':
    case 'dataset':
    case 'software':
      return 'm';
    default:
      if (host === undefined) return 'm';
      return (host.issns ?? host.volume ?? host.issue) === undefined ? 'a' : 'b';
  }
}

/** Leader/06 and /07 decide together: a component of a serial is described as one of the continuing resources. */
export function materialOf(item: Item): Material {
  if (isComputerFile(item)) return 'computer files';
  return bibliographicLevel(item) === 'b' ? 'continuing resources' : 'books';
}

export function isComputerFile({ type }: Item): boolean {
  return type === 'dataset' || type === 'software';
}

/** Whether the item says that it can be had online. What says nothing of it may stand on paper. */
export function isOnline({ files = [], links = [], identifiers = [] }: Item): boolean {
  return files.length > 0 || links.length > 0 || identifiers.some(({ scheme }) => scheme === 'doi');
}
