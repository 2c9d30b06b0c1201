import { bareDoi } from '../../items/doi.ts';
import { readUrl } from '../read-url.ts';
import { NAMES, type Use } from './mapping.ts';
import { splitCell } from './split-cell.ts';
import { type TargetName, takesOption } from './target.ts';

type Split = NonNullable<Use['split']>;

/** What DSpace puts between values, in every column. */
const DSPACE = '||';
/** No name, term or number holds one of these. */
const SEPARATORS = [';', '\n', '|'] as const;
/** A setSpec holds none of these. */
const NOT_IN_SETS = [';', ',', '|', '\n', ' '] as const;
/** A keyword of more words is a clause, and its commas are no separators. */
const MOST_WORDS = 4;

/** How values are separated in the cells of a column, by what some of its cells look like. */
export function guessSplit(to: TargetName, cells: readonly string[]): Split | undefined {
  if (!takesOption(to, 'split')) return undefined;
  const seen = (separator: string) => cells.some((cell) => cell.includes(separator));
  if (seen(DSPACE)) return [DSPACE];
  const separator = SEPARATORS.find(seen);
  if (takesOption(to, 'kind')) return separator === undefined ? splitOfNames(cells) : [separator];
  switch (to) {
    case 'author.family':
    case 'author.given':
    case 'author.orcid':
    case 'author.affiliation':
    case 'subject':
    case 'coverage':
    case 'funder':
    case 'award':
      return separator === undefined ? undefined : [separator];
    case 'keywords':
      return [separator ?? (areLists(cells) ? ',' : ';')];
    case 'sets': {
      const found = NOT_IN_SETS.filter(seen);
      return found.length > 0 ? found : [';'];
    }
    case 'doi':
      return separatorOf(cells, (text) => bareDoi(text) !== undefined);
    case 'url':
    case 'file':
      return separatorOf(cells, (text) => readUrl(text) !== undefined);
    case 'isbn':
      return separatorOf(cells, (text) => /^[\dX -]{10,}$/i.test(text));
    default:
      return undefined;
  }
}

/** Where every comma stands between a family name and a given name, names are separated by something else. */
function splitOfNames(cells: readonly string[]): Split {
  const withComma = cells.filter((cell) => cell.includes(','));
  const areInverted = withComma.every((cell) => {
    const [family = '', given = '', more] = cell.split(',').map((part) => part.trim());
    return more === undefined && given !== '' && (!/\s/.test(family) || !/\s/.test(given));
  });
  return withComma.length > 0 && areInverted ? [';'] : NAMES;
}

/** True where most cells are short terms with commas between. */
function areLists(cells: readonly string[]): boolean {
  const lists = cells.filter((cell) => {
    const terms = splitCell(cell, [',']);
    return terms.length > 1 && terms.every((term) => term.split(/\s+/).length <= MOST_WORDS);
  });
  return lists.length > 0 && lists.length * 2 >= cells.length;
}

/** The separator that leaves nothing but good values, where a cell holds several. */
function separatorOf(cells: readonly string[], isGood: (text: string) => boolean): Split | undefined {
  for (const separator of [...SEPARATORS, ',', ' ']) {
    const lists = cells.map((cell) => splitCell(cell, [separator])).filter((parts) => parts.length > 1);
    if (lists.length > 0 && lists.every((parts) => parts.every(isGood))) return [separator];
  }
  return undefined;
}
