import { isOrcid } from '../../items/check-digit.ts';
import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';
import { type Affiliation, affiliationOf } from './affiliation.ts';
import { lineText } from './text.ts';
import { childOf, childrenOf, type Note, within, type XmlNode } from './xml-node.ts';

type Agent = NonNullable<Item['agents']>[number];
type Name = Pick<Agent, 'kind' | 'family' | 'given' | 'literal'>;

/** Everybody in the contrib-groups, in their order; who belongs to a group author is not named one by one. */
export function agentsOf(meta: XmlNode, note: Note): Agent[] {
  const groups = childrenOf(meta, 'contrib-group');
  const byId = new Map<string, Affiliation>();
  for (const owner of [meta, ...groups]) {
    for (const node of childrenOf(owner, 'aff', 'aff-alternatives')) {
      const found = affiliationOf(node);
      if (!found) continue;
      for (const { attributes } of [node, ...childrenOf(node, 'aff')]) byId.set(attributes.get('id') ?? '', found);
    }
  }
  return groups.flatMap((group) => {
    const contributors = childrenOf(group, 'contrib');
    // An affiliation in a group that nobody refers to is that of all.
    const isLinked = contributors.some((node) => affiliationIds(node).length > 0);
    const shared = isLinked
      ? []
      : childrenOf(group, 'aff', 'aff-alternatives').flatMap((node) => affiliationOf(node) ?? []);
    return contributors.flatMap((node) => {
      const name = nameOf(node);
      if (!name) {
        note(node.line, 'a contributor without a name was left out');
        return [];
      }
      const own = childrenOf(node, 'aff', 'aff-alternatives').flatMap((aff) => affiliationOf(aff) ?? []);
      const linked = affiliationIds(node).flatMap((id) => byId.get(id) ?? []);
      const affiliations = [...new Set([...own, ...linked, ...shared])];
      const orcid = orcidOf(node, note);
      return [
        {
          role: roleOf(node, group),
          ...name,
          ...(orcid !== undefined && { orcid }),
          ...(affiliations.length > 0 && { affiliations }),
        },
      ];
    });
  });
}

function affiliationIds(contributor: XmlNode): string[] {
  return childrenOf(contributor, 'xref')
    .filter(({ attributes }) => attributes.get('ref-type') === 'aff')
    .flatMap(({ attributes }) => (attributes.get('rid') ?? '').split(/\s+/))
    .filter((id) => id !== '');
}

function roleOf({ attributes }: XmlNode, group: XmlNode): NonNullable<Agent['role']> {
  const type = attributes.get('contrib-type') ?? group.attributes.get('content-type') ?? '';
  if (type === '' || /author/i.test(type)) return 'author';
  if (/editor/i.test(type)) return 'editor';
  if (/translator/i.test(type)) return 'translator';
  return /sponsor|funder/i.test(type) ? 'sponsor' : 'contributor';
}

/** The first name that there is: of several forms, the one that stands first. */
function nameOf(contributor: XmlNode): Name | undefined {
  const owners = [contributor, ...childrenOf(contributor, 'name-alternatives', 'collab-alternatives')];
  for (const owner of owners) {
    const name = personOf(childOf(owner, 'name', 'string-name')) ?? bodyOf(childOf(owner, 'collab', 'institution'));
    if (name) return name;
  }
  return undefined;
}

function personOf(node: XmlNode | undefined): Name | undefined {
  if (!node) return undefined;
  const part = (name: string) => lineText(childOf(node, name));
  const [family, given, suffix] = [part('surname'), part('given-names'), part('suffix')];
  // A name that is written in words only, or has but one part, which then need not be a family's.
  if (family === '') return lineText(node) === '' ? undefined : { literal: lineText(node) };
  const givenAndSuffix = [given, suffix].filter((text) => text !== '').join(', ');
  return givenAndSuffix === '' ? { family } : { family, given: givenAndSuffix };
}

function bodyOf(node: XmlNode | undefined): Name | undefined {
  const literal = lineText(node);
  return literal === '' ? undefined : { kind: 'organisation', literal };
}

/** contrib-id since JATS 1.1; a link of some kind before. */
function orcidOf(contributor: XmlNode, note: Note): string | undefined {
  const nodes = [
    ...childrenOf(contributor, 'contrib-id').filter(({ attributes }) =>
      /orcid/i.test(attributes.get('contrib-id-type') ?? ''),
    ),
    ...['uri', 'ext-link']
      .flatMap((name) => within(contributor, name))
      .filter((node) => /orcid/i.test(addressOf(node))),
  ];
  for (const node of nodes) {
    const orcid = /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/i.exec(addressOf(node))?.[0].toUpperCase();
    if (orcid !== undefined && isOrcid(orcid)) return orcid;
    note(node.line, `“${shorten(addressOf(node))}” is no ORCID and was left out`);
  }
  return undefined;
}

function addressOf(node: XmlNode): string {
  return `${lineText(node)} ${node.attributes.get('xlink:href') ?? ''}`.trim();
}
