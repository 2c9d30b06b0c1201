import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

/** Where identifiers of funders live. */
const FUNDER_REGISTRIES: readonly (readonly [start: RegExp, type: string])[] = [
  [/^https?:\/\/ror\.org\//i, 'ROR'],
  [/^https?:\/\/(dx\.)?doi\.org\/10\.13039\//i, 'Crossref Funder ID'],
  [/^https?:\/\/(www\.)?isni\.org\//i, 'ISNI'],
  [/^https?:\/\/(www\.)?grid\.ac\//i, 'GRID'],
];

/** Who paid for it, by which programme and award. */
export function fundingReferences({ funding = [] }: Item): Markup | undefined {
  return branch(
    'oaire:fundingReferences',
    {},
    funding.map(({ funder, funderIdentifier, programme, award, title, acronym }) =>
      branch(
        'oaire:fundingReference',
        {},
        leaf('oaire:funderName', funder),
        leaf('oaire:funderIdentifier', funderIdentifier, { funderIdentifierType: registryOf(funderIdentifier) }),
        leaf('oaire:fundingStream', programme),
        leaf('oaire:awardNumber', award),
        leaf('oaire:awardTitle', title ?? acronym),
      ),
    ),
  );
}

function registryOf(funderIdentifier = ''): string {
  return FUNDER_REGISTRIES.find(([start]) => start.test(funderIdentifier))?.[1] ?? 'Other';
}
