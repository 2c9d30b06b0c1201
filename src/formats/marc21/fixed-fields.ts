import { publicationDate } from '../../items/citation.ts';
import type { Item } from '../../items/item.ts';
import { bibliographicCode } from '../../items/language.ts';
import { bibliographicLevel, isComputerFile, isOnline, materialOf } from './material.ts';

/**
 * The leader, 24 characters. Nobody knows how fully the source described the item (/17 u), nor by which rules (/18 u);
 * lengths are zero, as in all MARCXML.
 */
export function leader(item: Item): string {
  return `00000n${isComputerFile(item) ? 'm' : 'a'}${bibliographicLevel(item)} a2200000uu 4500`;
}

/** 005, 16 characters in UTC. Undefined when no more than the date is known: a time would be made up. */
export function latestTransaction({ modified }: Item): string | undefined {
  if (modified === undefined || !modified.includes('T')) return undefined;
  return `${modified.replace(/\D/g, '')}.0`;
}

/** 006, 18 characters: a text that is online is a computer file, too. Data and programs say so in 008. */
export function additionalCharacteristics(item: Item): string | undefined {
  return isOnline(item) && !isComputerFile(item) ? 'm    |o  d |      ' : undefined;
}

/** 007, 14 characters: an electronic resource at a distance. */
export function physicalDescription(item: Item): string | undefined {
  return isOnline(item) ? 'cr |n|||||||||' : undefined;
}

/** 008, 40 characters. */
export function generalInformation(item: Item): string {
  const [language] = item.languages ?? [];
  const code = language === undefined ? undefined : bibliographicCode(language);
  return `${dateEntered(item)}${dates(item)}xx ${byMaterial(item)}${code ?? '|||'} d`;
}

/**
 * /00-05. The MARC record is made of the item as it stood then. Fill characters are forbidden here; zeros are what
 * union catalogues write for an unknown day.
 */
function dateEntered({ modified = '' }: Item): string {
  return modified.length < 10 ? '000000' : modified.slice(2, 10).replaceAll('-', '');
}

/** /06-14: one date, as exact as it is known. */
function dates(item: Item): string {
  const [year, month, day = '  '] = publicationDate(item)?.split('-') ?? [];
  if (year === undefined) return 'nuuuuuuuu';
  return month === undefined ? `s${year}    ` : `e${year}${month}${day}`;
}

/** /18-34. A fill character says that no attempt was made to code: an item does not tell these things. */
function byMaterial(item: Item): string {
  const form = isOnline(item) ? 'o' : '|';
  const conference = item.type === 'conferenceObject' ? '1' : '|';
  switch (materialOf(item)) {
    case 'books':
      return `|||||${form}${contents(item)}|${conference}|| ||`;
    case 'continuing resources':
      return `|| ||${form}|||||${conference}   ||`;
    case 'computer files':
      return `    |${form}  ${item.type === 'software' ? 'b' : 'u'} |      `;
  }
}

/** Books /24-27: what kind of text it is. */
function contents({ type }: Item): string {
  switch (type) {
    case 'bachelorThesis':
    case 'masterThesis':
    case 'doctoralThesis':
      return 'm   ';
    case 'review':
      return 'o   ';
    case 'patent':
      return 'j   ';
    default:
      return '||||';
  }
}
