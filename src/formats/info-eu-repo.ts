import type { Item } from '../items/item.ts';

/**
 * The vocabulary info:eu-repo, which OpenAIRE and BASE read: types, versions, access, classifications, grants.
 */
const SEMANTICS = 'info:eu-repo/semantics/';

/** Where an identifier stands in the vocabulary: the item's own ones, and those of what it cites. */
export function eurepoIdentifier(place: 'altIdentifier' | 'reference', scheme: string, value: string): string {
  return `${SEMANTICS}${place}/${scheme}/${value}`;
}

/** The type. For data sets and software there are no words. */
export function eurepoType(type: NonNullable<Item['type']>): string {
  return `${SEMANTICS}${type === 'dataset' || type === 'software' ? 'other' : type}`;
}

/** The version of the text. */
export function eurepoVersion(version: NonNullable<Item['version']>): string {
  return `${SEMANTICS}${version === 'draft' ? 'draft' : `${version}Version`}`;
}

/** Who may read it. */
export function eurepoAccess(status: NonNullable<Item['access']>['status']): string {
  return `${SEMANTICS}${status}Access`;
}

/** Classifications that there is a word for. Their notations say nothing without it. */
const CLASSIFICATIONS: ReadonlySet<string> = new Set(
  'acmccs98 agrovoc bicssc bisac bk clc ddc ethlo gok itiam jel jita lcc lcsh linsearch loc mesh msc pacs ssgn stw thub tsr udc'.split(
    ' ',
  ),
);

/** A notation of a classification; undefined for headings in words, and for other schemes. */
export function eurepoClassification({ text, scheme = '' }: NonNullable<Item['subjects']>[number]): string | undefined {
  const isNotation = !/\s/.test(text) && /\d/.test(text);
  return isNotation && CLASSIFICATIONS.has(scheme) ? `info:eu-repo/classification/${scheme}/${text}` : undefined;
}

/** Funder, programme, number, jurisdiction, name and acronym of a grant. */
export function eurepoGrant(grant: NonNullable<Item['funding']>[number]): string {
  const parts = [grant.funder, grant.programme, grant.award, grant.jurisdiction, grant.title, grant.acronym];
  while (parts.at(-1) === undefined) parts.pop();
  return `info:eu-repo/grantAgreement/${parts.map((part = '') => part.replaceAll('/', '%2F')).join('/')}`;
}
