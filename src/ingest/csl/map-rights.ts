import { readUrl } from '../read-url.ts';
import type { Draft } from './draft.ts';
import { readCslDate } from './read-csl-date.ts';
import type { Reference } from './reference.ts';
import { firstText, objects, texts } from './texts.ts';

/** The licence, and the funding as Crossref and DataCite write it into CSL. */
export function mapRights(draft: Draft, { csl, licences = [] }: Reference): void {
  for (const text of [...licences, ...texts(csl['license'])]) {
    const uri = readUrl(text);
    draft.item.licence ??= uri === undefined ? { text } : { uri };
  }
  const offers = objects(csl['license']);
  const offer = offers.find((one) => one['content-version'] === 'vor') ?? offers[0];
  const uri = readUrl(firstText(offer?.['URL']) ?? '');
  if (offer && uri !== undefined) {
    const start = readCslDate(offer['start'])?.date;
    draft.item.licence ??= { uri, ...(start !== undefined && { start }) };
  }
  for (const funder of objects(csl['funder'])) {
    const name = firstText(funder['name']);
    if (name === undefined) continue;
    const doi = firstText(funder['DOI']);
    const address =
      doi === undefined ? undefined : readUrl(`https://doi.org/${doi.replace(/^https?:\/\/[^/]+\//i, '')}`);
    const entry = { funder: name, ...(address !== undefined && { funderIdentifier: address }) };
    const awards = texts(funder['award']);
    if (awards.length === 0) draft.add('funding', entry);
    for (const award of awards) draft.add('funding', { ...entry, award });
  }
}
