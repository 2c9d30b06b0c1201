import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

/** Registries of funders, by how their URIs begin. */
const REGISTRIES = [
  [/^https?:\/\/ror\.org\//, 'ROR', 'https://ror.org/'],
  [
    /^https?:\/\/(?:dx\.)?doi\.org\/10\.13039\//,
    'Crossref Funder ID',
    'https://www.crossref.org/services/funder-registry/',
  ],
  [/^https?:\/\/(?:www\.)?isni\.org\//, 'ISNI', 'https://isni.org/'],
  [/^https?:\/\/(?:www\.)?grid\.ac\//, 'GRID', 'https://www.grid.ac/'],
] as const;

/** Who paid, and by which grant. */
export function fundingReferences({ funding = [] }: Item): Markup | undefined {
  return branch(
    'fundingReferences',
    {},
    funding.map(({ funder, funderIdentifier = '', award, title, acronym }) => {
      const [, type, schemeURI] = REGISTRIES.find(([start]) => start.test(funderIdentifier)) ?? [];
      return branch(
        'fundingReference',
        {},
        leaf('funderName', funder),
        leaf('funderIdentifier', funderIdentifier, { funderIdentifierType: type ?? 'Other', schemeURI }),
        leaf('awardNumber', award),
        leaf('awardTitle', title ?? acronym),
      );
    }),
  );
}
