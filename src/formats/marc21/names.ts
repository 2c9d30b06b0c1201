import { agentName } from '../../items/agent-name.ts';
import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField } from './field.ts';

type Agent = NonNullable<Item['agents']>[number];

/** Codes of the MARC relators; the words of the item are their terms. */
const RELATORS: Readonly<Record<NonNullable<Agent['role']>, string>> = {
  author: 'aut',
  editor: 'edt',
  translator: 'trl',
  contributor: 'ctb',
  sponsor: 'spn',
};

/** The name that the item is entered under: its first author. */
export function mainAuthor({ agents = [] }: Item): Agent | undefined {
  return agents.find(({ role = 'author' }) => role === 'author');
}

/** 100 or 110. */
export function mainEntry(item: Item): Markup | undefined {
  const author = mainAuthor(item);
  return author && nameField('1', author);
}

/** 700, then 710: all other names, and the funders of the grants. */
export function addedEntries(item: Item): (Markup | undefined)[] {
  const main = mainAuthor(item);
  const others = (item.agents ?? []).filter((agent) => agent !== main);
  return [
    ...others.filter(({ kind }) => kind !== 'organisation').map((agent) => nameField('7', agent)),
    ...others.filter(({ kind }) => kind === 'organisation').map((agent) => nameField('7', agent)),
    ...funders(item),
  ];
}

function nameField(block: '1' | '7', agent: Agent): Markup | undefined {
  const { kind, role = 'author', family, orcid, affiliations = [] } = agent;
  const isBody = kind === 'organisation';
  // A body has no surname, and a name whose parts are not known stands as it is printed.
  const entry = isBody ? '2' : family === undefined ? '0' : '1';
  return dataField(
    `${block}${isBody ? '10' : '00'}`,
    `${entry} `,
    ['a', nameOf(agent)],
    ['e', role],
    ['u', affiliations.map(({ name }) => name).join('; ')],
    ['1', orcid && `https://orcid.org/${orcid}`],
    ['4', RELATORS[role]],
  );
}

/** Bodies have no family; what a source put there is their name. */
function nameOf(agent: Agent): string {
  return (agent.kind === 'organisation' ? agent.literal : undefined) ?? agentName(agent);
}

/** 710 with the URI that the note of the grant (536) has no subfield for. */
function funders({ funding = [] }: Item): (Markup | undefined)[] {
  const seen = new Set<string>();
  return funding.flatMap(({ funder, funderIdentifier }) => {
    const key = `${funderIdentifier ?? ''} ${funder}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [dataField('710', '2 ', ['a', funder], ['e', 'funder'], ['1', funderIdentifier], ['4', 'fnd'])];
  });
}
