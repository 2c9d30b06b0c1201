import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { anyUri } from '../any-uri.ts';
import { creativeCommons } from '../creative-commons.ts';
import { eurepoAccess } from '../info-eu-repo.ts';

const ACCESS_WORDS = {
  open: 'Open Access',
  embargoed: 'Embargoed Access',
  restricted: 'Restricted Access',
  closed: 'Closed Access',
} as const;

/** The access term, which OpenAIRE looks for first, and the licence. */
export function rightsList({ access, licence }: Item): Markup | undefined {
  return branch(
    'rightsList',
    {},
    access && leaf('rights', ACCESS_WORDS[access.status], { rightsURI: eurepoAccess(access.status) }),
    licence && licenceRights(licence),
  );
}

function licenceRights({ uri, text }: NonNullable<Item['licence']>): (Markup | undefined)[] {
  if (uri === undefined) return [leaf('rights', text)];
  const known = creativeCommons(uri);
  if (!known) return [leaf('rights', text ?? uri, { rightsURI: anyUri(uri) })];
  return [
    leaf('rights', known.name, {
      rightsURI: uri,
      rightsIdentifier: known.spdx,
      rightsIdentifierScheme: 'SPDX',
      schemeURI: 'https://spdx.org/licenses/',
    }),
    leaf('rights', text),
  ];
}
