import { agentName } from '../../items/agent-name.ts';
import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

type Agent = NonNullable<Item['agents']>[number];

const CONTRIBUTOR_TYPES = {
  editor: 'Editor',
  translator: 'Translator',
  contributor: 'Other',
  sponsor: 'Sponsor',
} as const;

/** The authors; undefined when there is none, which kernel-4 does not allow. */
export function creators({ agents = [] }: Item): Markup | undefined {
  return branch(
    'creators',
    {},
    agents.map((agent) => {
      if ((agent.role ?? 'author') !== 'author') return undefined;
      return branch('creator', {}, named('creatorName', agent));
    }),
  );
}

/** Whoever else took part. */
export function contributors({ agents = [] }: Item): Markup | undefined {
  return branch(
    'contributors',
    {},
    agents.map((agent) => {
      const { role = 'author' } = agent;
      if (role === 'author') return undefined;
      return branch('contributor', { contributorType: CONTRIBUTOR_TYPES[role] }, named('contributorName', agent));
    }),
  );
}

/** The order is the schema's. */
function named(element: string, agent: Agent): (Markup | undefined)[] {
  const { kind = 'person', given, family, orcid, affiliations = [] } = agent;
  const isPerson = kind === 'person';
  return [
    leaf(element, agentName(agent), { nameType: isPerson ? 'Personal' : 'Organizational' }),
    isPerson && family !== undefined ? leaf('givenName', given) : undefined,
    isPerson ? leaf('familyName', family) : undefined,
    orcid === undefined
      ? undefined
      : leaf('nameIdentifier', `https://orcid.org/${orcid}`, {
          nameIdentifierScheme: 'ORCID',
          schemeURI: 'https://orcid.org/',
        }),
    ...affiliations.map(({ name, ror }) =>
      leaf(
        'affiliation',
        name,
        ror === undefined
          ? {}
          : { affiliationIdentifier: ror, affiliationIdentifierScheme: 'ROR', schemeURI: 'https://ror.org/' },
      ),
    ),
  ];
}
