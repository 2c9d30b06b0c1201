import { isIssn } from '../items/check-digit.ts';
import { trimBlank } from './trim-blank.ts';

const LABELLED = /^(?:urn:)?(?:[ep]-?|print |online |electronic )?issn(?:-l)?[\s:.]*/i;
const QUALIFIER = /\s*\((?:print|online|electronic|linking|[ep])\)$/i;

/** The ISSNs of a list, with their hyphens, and the entries that are none. */
export function readIssns(text: string): { issns: string[]; wrong: string[] } {
  const issns = new Set<string>();
  const wrong: string[] = [];
  for (const entry of text.split(/[,;/|]|\s(?=(?:[ep]-?)?issn\b|\d{4}[-\p{Pd}]?\d{3}[\dX]\b)/iu).map(trimBlank)) {
    if (entry === '') continue;
    const issn = readIssn(entry);
    if (issn === undefined) wrong.push(entry);
    else issns.add(issn);
  }
  return { issns: [...issns], wrong };
}

/** The one ISSN that a text is, with or without a label; undefined for anything else and for a wrong check digit. */
export function readIssn(text: string): string | undefined {
  const bare = text
    .replace(LABELLED, '')
    .replace(QUALIFIER, '')
    .replace(/\s*\p{Pd}\s*/gu, '-')
    .toUpperCase();
  if (!isIssn(bare)) return undefined;
  return bare.includes('-') ? bare : `${bare.slice(0, 4)}-${bare.slice(4)}`;
}
