import { isIsbn } from '../../items/check-digit.ts';
import { bareDoi } from '../../items/doi.ts';
import { readIssn } from '../read-issns.ts';
import { readUrl } from '../read-url.ts';
import { addIssn, addOnce, type Draft, leaveOut } from './draft.ts';
import type { DcElement } from './xml-record.ts';

export interface SchemeAndValue {
  readonly scheme: string;
  readonly value: string;
}

/** Prefixes that are no part of the identifier, with the name of its scheme. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^(?:urn:)?isbn[:\s]\s*/i, 'isbn'],
  [/^(?:hdl|handle|info:hdl)[:/]\s*/i, 'handle'],
  [/^(?:pmid:|info:pmid\/)\s*/i, 'pmid'],
  [/^pmc(?:id)?:\s*/i, 'pmcid'],
  [/^arxiv:\s*/i, 'arxiv'],
];

/** Schemes whose name is part of the identifier. */
const WHOLE = /^(urn|ark|oai):/i;

/** dc:identifier: a DOI, an ISSN of the journal, a link for readers, or an identifier of another scheme. */
export function mapIdentifier(draft: Draft, element: DcElement): void {
  const { text } = element;
  const issn = readIssn(text);
  const url = readUrl(text);
  const isLabelledDoi = /^(?:doi|info:doi|urn:doi)\b/i.test(text);
  if (bareDoi(text) === undefined && issn !== undefined) addIssn(draft, issn);
  else if (bareDoi(text) === undefined && url !== undefined) addOnce(draft, 'links', url);
  else if (/^https?:/i.test(text) && bareDoi(text) === undefined)
    leaveOut(draft, element, 'is no URL that can be kept');
  else if (isLabelledDoi && bareDoi(text) === undefined) leaveOut(draft, element, 'is not a DOI');
  else if (text !== draft.item.identifier) addOnce(draft, 'identifiers', schemeAndValue(text));
}

/** Names the scheme of an identifier where its form tells; `other` where it does not. */
export function schemeAndValue(text: string): SchemeAndValue {
  const doi = bareDoi(text);
  if (doi !== undefined) return { scheme: 'doi', value: doi };
  for (const [prefix, scheme] of PREFIXES) {
    const value = text.replace(prefix, '');
    if (value !== text && value !== '') return { scheme, value };
  }
  if (isIsbn(text)) return { scheme: 'isbn', value: text };
  return { scheme: WHOLE.exec(text)?.[1]?.toLowerCase() ?? 'other', value: text };
}
