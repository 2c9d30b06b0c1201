import type { Item } from '../../items/item.ts';
import { addOnce } from '../oai-xml/draft.ts';
import { isFunder } from './map-names.ts';
import type { MarcDraft } from './marc-draft.ts';
import { fieldsOf, subfield, subfieldTexts } from './marc-record.ts';
import { readUri } from './read-uri.ts';

type Grant = NonNullable<Item['funding']>[number];

const PART = /; (programme|project|acronym|jurisdiction): /;
const KEYS: ReadonlyMap<string, 'programme' | 'title' | 'acronym' | 'jurisdiction'> = new Map([
  ['programme', 'programme'],
  ['project', 'title'],
  ['acronym', 'acronym'],
  ['jurisdiction', 'jurisdiction'],
]);

/** 536, and the funders among the added entries (710 with the relator fnd). */
export function mapFunding(draft: MarcDraft): void {
  const { record } = draft;
  const funders = new Map<string, string | undefined>();
  for (const field of fieldsOf(record, '700', '710').filter(isFunder)) {
    const name = subfield(field, 'a');
    const uri = subfieldTexts(field, '10').find((text) => readUri(text) === text);
    if (name !== undefined) funders.set(name, funders.get(name) ?? uri);
  }
  for (const field of fieldsOf(record, '536')) {
    const text = subfield(field, 'a');
    if (text === undefined) continue;
    const grant = readGrant(text);
    const uri = funders.get(grant.funder);
    const award = subfield(field, 'c') ?? subfield(field, 'b');
    addOnce(draft, 'funding', {
      ...grant,
      ...(award !== undefined && { award }),
      ...(uri !== undefined && { funderIdentifier: uri }),
    });
  }
  for (const [funder, uri] of funders) {
    if (draft.item.funding?.some((grant) => grant.funder === funder)) continue;
    addOnce(draft, 'funding', { funder, ...(uri !== undefined && { funderIdentifier: uri }) });
  }
}

/** `EC; programme: H2020; project: Weighing the sea`; a note without such parts is the funder. */
function readGrant(text: string): Grant {
  const [funder = '', ...parts] = text.split(PART);
  const grant: Grant = { funder };
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const key = KEYS.get(parts[i] ?? '');
    if (key) grant[key] = parts[i + 1] ?? '';
  }
  return grant;
}
