import type { Item } from '../../items/item.ts';

type Agent = NonNullable<Item['agents']>[number];

/** Bodies have commas in their names, too: `University of Northport, Faculty of Letters`. */
const BODY =
  /universi|üniversite|institut|enstitü|facult|fakult|fakülte|colleg|department|academ|akademi|ministr|museum|librar|bibliot|archiv|societ|associat|council|committee|commission|cent(?:er|re)|foundation|press\b|gmbh|\bltd|\binc\b|организац|университет|институт|факултет|академи/iu;
const SUFFIX = /^(?:[js]r|ii|iii|iv|ph\.? ?d|m\.? ?d)\.?$/i;
const MOST_WORDS = 4;

/** `Family, Given` is taken apart where it can be nothing else; any other name stays as it is. */
export function mapAgent(text: string, role: NonNullable<Agent['role']>): Agent {
  const [, family, given] = /^([^,;()]+?)\s*,\s*([^,;()]+)$/.exec(text.trim()) ?? [];
  if (!family || !given || BODY.test(text) || SUFFIX.test(given)) return { role, literal: text };
  if (/\d/.test(text) || words(family) > MOST_WORDS || words(given) > MOST_WORDS) return { role, literal: text };
  return { role, family, given };
}

function words(text: string): number {
  return text.split(/\s+/).length;
}
