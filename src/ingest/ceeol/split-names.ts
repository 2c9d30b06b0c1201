import { splitList } from './split-list.ts';

/** Parts that are no name of their own but stay with the one before: Jr., III, degrees, and initials alone. */
const SUFFIX = /^(?:[js]n?r\.?|ii|iii|iv|esq\.?|ph\.? ?d\.?|m\.? ?d\.?|d\.? ?sc\.?)$/i;
const INITIALS = /^(?:\p{Lu}\.[\s-]?)+$/u;

/**
 * The names of a list of people, each as printed. A semicolon separates where there is one, else a comma, else
 * nothing. Two single words around one comma are one name, turned round: `Topal, Coşkun`.
 */
export function splitNames(text: string): string[] {
  const bySemicolon = splitList(text, ';');
  if (bySemicolon.length > 1 || !splitList(text, ',')[1]) return bySemicolon;
  const names: { core: string; whole: string }[] = [];
  for (const part of splitList(bySemicolon[0] ?? '', ',')) {
    const last = names.at(-1);
    if (last && (SUFFIX.test(part) || INITIALS.test(part))) last.whole += `, ${part}`;
    else names.push({ core: part, whole: part });
  }
  const [first] = names;
  const isInverted = names.length === 2 && first?.core === first?.whole && names.every(({ core }) => !/\s/.test(core));
  return isInverted ? [names.map(({ whole }) => whole).join(', ')] : names.map(({ whole }) => whole);
}
