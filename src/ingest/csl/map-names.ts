import type { Item } from '../../items/item.ts';
import type { Draft } from './draft.ts';
import { firstText, objects, texts } from './texts.ts';

type Agent = NonNullable<Item['agents']>[number];
type Role = NonNullable<Agent['role']>;

/** Names variables of CSL by what the agent did here, in the order in which they are listed. */
const ROLES: readonly (readonly [string, Role])[] = [
  ['author', 'author'],
  ['editor', 'editor'],
  ['editorial-director', 'editor'],
  ['translator', 'translator'],
  ...[
    ...['contributor', 'director', 'composer', 'illustrator', 'interviewer', 'compiler', 'curator', 'performer'],
    ...['producer', 'executive-producer', 'narrator', 'script-writer', 'series-creator', 'chair', 'organizer'],
    ...['guest', 'host'],
  ].map((name): [string, Role] => [name, 'contributor']),
];

export const NAME_VARIABLES: readonly string[] = ROLES.map(([name]) => name);

export function mapNames(draft: Draft, csl: Readonly<Record<string, unknown>>): void {
  for (const [variable, role] of ROLES) {
    const value = csl[variable];
    const names: unknown[] = Array.isArray(value) ? value : [value];
    for (const name of names) {
      const agent =
        typeof name === 'string' ? namedByText(name) : objects(name).flatMap((one) => agentOf(one) ?? [])[0];
      if (agent) draft.addAgent(role === 'author' ? agent : { role, ...agent });
      else if (name !== undefined && name !== null) draft.leaveOut(variable, JSON.stringify(name), 'has no name');
    }
  }
}

/** `Family, Given`, as programs write it that do not know of the parts of names. */
function namedByText(text: string): Agent | undefined {
  const [first, ...rest] = text.split(',');
  const family = firstText(first);
  if (family === undefined) return undefined;
  const given = texts(rest);
  return given.length === 0 ? { literal: family } : { family, given: given.join(', ') };
}

/**
 * A name of CSL. Particles that stay with the family name stand before it, `van der Berg`; others after the given
 * names, and the suffix at the end, as library catalogues write them: `Goethe, Johann Wolfgang von`, `King, Martin
 * Luther, Jr.` A literal is the name of a body.
 */
function agentOf(name: Readonly<Record<string, unknown>>): Agent | undefined {
  const family = words(name['non-dropping-particle'], name['family']);
  const given = words(name['given'], name['dropping-particle']);
  // Crossref writes the names of bodies into `name`.
  const literal = firstText(name['literal'], name['name']);
  const suffix = firstText(name['suffix']);
  const rest = { ...orcidOf(name['ORCID'] ?? name['_orcid']), ...affiliationsOf(name['affiliation']) };
  if (firstText(name['family']) !== undefined) {
    const full = [given, suffix].filter((part) => part !== '' && part !== undefined).join(', ');
    return { family, ...(full !== '' && { given: full }), ...rest };
  }
  if (literal !== undefined) {
    return { ...(name['isInstitution'] !== false && { kind: 'organisation' as const }), literal, ...rest };
  }
  return given === '' ? undefined : { literal: words(given, suffix), ...rest };
}

function words(...values: readonly unknown[]): string {
  return values.flatMap(texts).join(' ');
}

function orcidOf(value: unknown): Pick<Agent, 'orcid'> {
  const orcid = /\d{4}-\d{4}-\d{4}-\d{3}[\dXx]/.exec(firstText(value) ?? '')?.[0];
  return orcid === undefined ? {} : { orcid: orcid.toUpperCase() };
}

function affiliationsOf(value: unknown): Pick<Agent, 'affiliations'> {
  const names = [...texts(value), ...objects(value).flatMap(({ name }) => texts(name))];
  return names.length === 0 ? {} : { affiliations: names.map((name) => ({ name })) };
}
