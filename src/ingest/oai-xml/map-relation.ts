import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import { readIssn } from '../read-issns.ts';
import { readUrl } from '../read-url.ts';
import { addIssn, addOnce, type Draft, leaveOut } from './draft.ts';
import type { DcElement } from './xml-record.ts';

type Relation = NonNullable<Item['relations']>[number];
type Funding = NonNullable<Item['funding']>[number];

const GRANT = 'info:eu-repo/grantAgreement/';
const SEMANTICS = /^info:eu-repo\/semantics\/(altIdentifier|reference|dataset)\/([^/]+)\/(.+)$/;
const SCHEME = /^[a-z][a-z0-9-]*$/;

/** dc:relation: a grant, another identifier of the item, or something that it relates to. */
export function mapRelation(draft: Draft, element: DcElement): void {
  const { text } = element;
  if (text.startsWith(GRANT)) {
    const funding = readGrant(text.slice(GRANT.length));
    if (funding) addOnce(draft, 'funding', funding);
    else leaveOut(draft, element, 'names no funder');
    return;
  }
  const [, kind, given = '', value = ''] = SEMANTICS.exec(text) ?? [];
  const scheme = given.toLowerCase();
  if (kind === 'altIdentifier' && /^[ep]?-?issn$/.test(scheme)) {
    const issn = readIssn(value);
    if (issn === undefined) leaveOut(draft, element, 'is not a valid ISSN');
    else addIssn(draft, issn);
  } else if (kind === 'altIdentifier' && SCHEME.test(scheme)) {
    const bare = scheme === 'doi' ? bareDoi(value) : value;
    if (bare === undefined) leaveOut(draft, element, 'is not a DOI');
    else addOnce(draft, 'identifiers', { scheme, value: bare });
  } else if (kind && SCHEME.test(scheme)) {
    // A data set that is named may be used or made: only "relates" is certain.
    addOnce(draft, 'relations', {
      type: kind === 'reference' ? 'references' : 'relates',
      scheme,
      value,
    });
  } else addOnce(draft, 'relations', related(text, 'relates'));
}

/** Something else, by the scheme that its form tells. */
export function related(text: string, type: Relation['type']): Relation {
  const doi = bareDoi(text);
  if (doi !== undefined) return { type, scheme: 'doi', value: doi };
  const issn = readIssn(text);
  if (issn !== undefined) return { type, scheme: 'issn', value: issn };
  return readUrl(text) === undefined ? { type, value: text } : { type, scheme: 'url', value: text };
}

/** `Funder/Programme/ID/Jurisdiction/Name/Acronym`, each part escaped, most of them optional. */
function readGrant(path: string): Funding | undefined {
  const [funder, programme, award, jurisdiction, title, acronym] = path.split('/').map(unescaped);
  if (!funder) return undefined;
  return {
    funder,
    ...(programme && { programme }),
    ...(award && { award }),
    ...(jurisdiction && { jurisdiction }),
    ...(title && { title }),
    ...(acronym && { acronym }),
  };
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part).trim();
  } catch {
    return part.trim();
  }
}
