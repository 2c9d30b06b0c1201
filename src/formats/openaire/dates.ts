import { publicationDate } from '../../items/citation.ts';
import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

/**
 * The date of publication, or by the guidelines' advice the one that comes nearest to it, and where access is
 * embargoed the pair that tells the embargo. Its words Accepted and Available have no other meaning here, so dates of
 * acceptance and availability as such are left out.
 */
export function dates(item: Item): Markup | undefined {
  const known = new Map((item.dates ?? []).toReversed().map(({ kind, date }) => [kind, date]));
  const issued = leaf('datacite:date', publicationDate(item), { dateType: 'Issued' });
  return branch('datacite:dates', {}, issued, embargo(item, known), [
    leaf('datacite:date', known.get('created'), { dateType: 'Created' }),
    leaf('datacite:date', known.get('submitted'), { dateType: 'Submitted' }),
    leaf('datacite:date', known.get('updated'), { dateType: 'Updated' }),
  ]);
}

/** An embargo counts from publication. Without its end, its beginning says nothing. */
function embargo({ access }: Item, known: ReadonlyMap<string, string>): (Markup | undefined)[] {
  if (access?.status !== 'embargoed') return [];
  const end = access.embargoEnd ?? known.get('available');
  if (end === undefined) return [];
  return [
    leaf('datacite:date', known.get('issued'), { dateType: 'Accepted' }),
    leaf('datacite:date', end, { dateType: 'Available' }),
  ];
}
