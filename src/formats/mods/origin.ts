import { publication } from '../../items/citation.ts';
import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { modsLanguage } from './language.ts';

type Kind = NonNullable<Item['dates']>[number]['kind'];

/** Publishers and all dates. The key date is the one that the item is filed and cited by. */
export function modsOrigin(item: Item): Markup | undefined {
  const { publishers = [], dates = [], access } = item;
  const keyDate = publication(item);
  return branch(
    'originInfo',
    {},
    publishers.map(({ name, lang }) => leaf('publisher', name, modsLanguage(lang))),
    dates.map((entry) => {
      const [element, type] = elementOf(entry.kind);
      return leaf(element, entry.date, {
        type,
        encoding: 'w3cdtf',
        keyDate: entry === keyDate ? 'yes' : undefined,
      });
    }),
    leaf('dateOther', access?.embargoEnd, { type: 'embargo end', encoding: 'w3cdtf' }),
  );
}

function elementOf(kind: Kind): [element: string, type?: string] {
  switch (kind) {
    case 'issued':
      return ['dateIssued'];
    case 'created':
      return ['dateCreated'];
    case 'updated':
      return ['dateModified'];
    case 'submitted':
    case 'accepted':
    case 'available':
      return ['dateOther', kind];
  }
}
