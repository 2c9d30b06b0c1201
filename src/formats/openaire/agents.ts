import { agentName } from '../../items/agent-name.ts';
import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

type Agent = NonNullable<Item['agents']>[number];
type Role = NonNullable<Agent['role']>;

/** DataCite's contributor types as these guidelines list them have no word for translators. */
const CONTRIBUTOR_TYPES: Readonly<Record<Exclude<Role, 'author'>, string>> = {
  editor: 'Editor',
  translator: 'Other',
  contributor: 'Other',
  sponsor: 'Sponsor',
};

/** Creators and contributors, each in the order of the title page. */
export function agents({ agents = [] }: Item): (Markup | undefined)[] {
  const creators: (Markup | undefined)[] = [];
  const contributors: (Markup | undefined)[] = [];
  for (const agent of agents) {
    const { role = 'author' } = agent;
    if (role === 'author') creators.push(branch('datacite:creator', {}, description('creatorName', agent)));
    else {
      const contributorType = CONTRIBUTOR_TYPES[role];
      contributors.push(branch('datacite:contributor', { contributorType }, description('contributorName', agent)));
    }
  }
  return [branch('datacite:creators', {}, creators), branch('datacite:contributors', {}, contributors)];
}

function description(nameElement: string, agent: Agent): (Markup | undefined)[] {
  const { kind, family, given, orcid, affiliations = [] } = agent;
  return [
    leaf(`datacite:${nameElement}`, agentName(agent), {
      nameType: kind === 'organisation' ? 'Organizational' : 'Personal',
    }),
    leaf('datacite:givenName', family === undefined ? undefined : given),
    leaf('datacite:familyName', family),
    leaf('datacite:nameIdentifier', orcid, { nameIdentifierScheme: 'ORCID', schemeURI: 'https://orcid.org' }),
    ...affiliations.map(({ name: institution }) => leaf('datacite:affiliation', institution)),
  ];
}
