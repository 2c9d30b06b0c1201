import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

type Agent = NonNullable<Item['agents']>[number];
type Role = NonNullable<Agent['role']>;

const RELATORS = 'http://id.loc.gov/vocabulary/relators';
/** As MARC relators, whose labels are the item's own words. Made once: they are half of a record with many names. */
const ROLES: Readonly<Record<Role, Markup | undefined>> = {
  author: roleMarkup('aut', 'author'),
  editor: roleMarkup('edt', 'editor'),
  translator: roleMarkup('trl', 'translator'),
  contributor: roleMarkup('ctb', 'contributor'),
  sponsor: roleMarkup('spn', 'sponsor'),
};

function roleMarkup(code: string, label: Role): Markup | undefined {
  const authority = { authority: 'marcrelator', authorityURI: RELATORS, valueURI: `${RELATORS}/${code}` };
  return branch(
    'role',
    {},
    leaf('roleTerm', code, { type: 'code', ...authority }),
    leaf('roleTerm', label, { type: 'text', ...authority }),
  );
}

/** A person or body with what it did. `isMain`: the name that the item is entered under. */
export function modsName(agent: Agent, isMain: boolean): Markup | undefined {
  const { role = 'author', kind, orcid, affiliations = [] } = agent;
  return branch(
    'name',
    { type: kind === 'organisation' ? 'corporate' : 'personal', usage: isMain ? 'primary' : undefined },
    kind === 'organisation' ? corporateName(agent) : personalName(agent),
    ROLES[role],
    affiliations.map(({ name, ror }) =>
      leaf('affiliation', name, {
        authority: ror && 'ror',
        authorityURI: ror && 'https://ror.org',
        valueURI: ror,
      }),
    ),
    leaf('nameIdentifier', orcid && `https://orcid.org/${orcid}`, { type: 'orcid', typeURI: 'https://orcid.org' }),
  );
}

function personalName({ family, given, literal }: Agent): (Markup | undefined)[] {
  if (family === undefined) return [leaf('namePart', literal)];
  return [
    leaf('namePart', family, { type: 'family' }),
    leaf('namePart', given, { type: 'given' }),
    leaf('displayForm', literal),
  ];
}

/** Bodies have no family; what a source put there is their name. */
function corporateName({ family, given, literal }: Agent): (Markup | undefined)[] {
  const parts = [family, given].filter((part) => part !== undefined).join(', ');
  return [leaf('namePart', literal ?? parts)];
}
