import { isOrcid } from '../../items/check-digit.ts';
import type { Item } from '../../items/item.ts';
import { isPlaceholderAuthor } from '../ceeol/placeholder-author.ts';
import { addAgent } from '../oai-xml/draft.ts';
import { mapAgent } from '../oai-xml/map-agent.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';

type Agent = NonNullable<Item['agents']>[number];
type Role = NonNullable<Agent['role']>;

/** Codes and terms of the MARC relators that the item has a word for. Any other one has contributed. */
const ROLES: ReadonlyMap<string, Role> = new Map([
  ['aut', 'author'],
  ['author', 'author'],
  ['cre', 'author'],
  ['creator', 'author'],
  ['dis', 'author'],
  ['edt', 'editor'],
  ['editor', 'editor'],
  ['trl', 'translator'],
  ['translator', 'translator'],
  ['spn', 'sponsor'],
  ['sponsor', 'sponsor'],
]);
const LONGEST_RELATOR = 60;
const ORCID = /\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/;

/** 100 to 111, then 700 to 711, but for the funders, which belong to the grants. */
export function mapNames(draft: MarcDraft): void {
  const { record } = draft;
  const tags = ['100', '110', '111', '700', '710', '711'];
  for (const field of fieldsOf(record, ...tags)) {
    if (isFunder(field)) continue;
    const name = subfield(field, 'a');
    if (name === undefined) continue;
    if (isPlaceholderAuthor(name)) leaveOut(draft, field, name, 'is no name');
    else if (subfield(field, 't') !== undefined) leaveOut(draft, field, name, 'is the author of another work');
    else addAgent(draft, agentOf(field, name));
  }
}

export function isFunder(field: MarcField): boolean {
  return relators(field).some((relator) => relator === 'fnd' || relator === 'funder');
}

function agentOf(field: MarcField, name: string): Agent {
  const { tag } = field;
  const [relator] = relators(field);
  const role = relator === undefined ? 'author' : (ROLES.get(relator) ?? 'contributor');
  const known = subfieldTexts(field, '01').flatMap((text) => ORCID.exec(text)?.[1] ?? []);
  const orcid = known.find(isOrcid);
  const affiliations = subfieldTexts(field, 'u').flatMap((text) => text.split('; ').map((part) => ({ name: part })));
  return {
    ...(tag.endsWith('00') ? personOf(field, name, role) : bodyOf(field, role)),
    ...(orcid !== undefined && { orcid }),
    ...(affiliations.length > 0 && { affiliations }),
  };
}

/** The first indicator says how the name is written. Without it the form of the name must tell. */
function personOf(field: MarcField, name: string, role: Role): Agent {
  switch (field.ind1) {
    case '0':
      return { role, literal: subfieldTexts(field, 'abc').join(' ') };
    case '1': {
      const comma = name.indexOf(',');
      const family = (comma < 0 ? name : name.slice(0, comma)).trim();
      const given = comma < 0 ? '' : name.slice(comma + 1).trim();
      if (family === '') return { role, literal: name };
      return { role, family, ...(given !== '' && { given }) };
    }
    case '3':
      return { role, literal: name };
    default:
      return mapAgent(name, role);
  }
}

function bodyOf(field: MarcField, role: Role): Agent {
  return { role, kind: 'organisation', literal: subfieldTexts(field, 'ab').join('. ') };
}

/** Codes before terms; a code may be written as its URI. */
function relators(field: MarcField): string[] {
  const codes = subfieldTexts(field, '4').map((text) => text.slice(text.lastIndexOf('/') + 1));
  return [...codes, ...subfieldTexts(field, 'ej')].map((text) =>
    text
      .slice(0, LONGEST_RELATOR)
      .toLowerCase()
      .replace(/[.,\s]+$/, ''),
  );
}
