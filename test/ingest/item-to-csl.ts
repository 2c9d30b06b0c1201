import type { Item } from '../../src/items/item.ts';

const TYPES: Readonly<Record<string, { type: string; genre?: string }>> = {
  article: { type: 'article-journal' },
  bachelorThesis: { type: 'thesis', genre: "Bachelor's thesis" },
  masterThesis: { type: 'thesis', genre: "Master's thesis" },
  doctoralThesis: { type: 'thesis', genre: 'PhD thesis' },
  book: { type: 'book' },
  bookPart: { type: 'chapter' },
  review: { type: 'review' },
  conferenceObject: { type: 'paper-conference' },
  lecture: { type: 'speech' },
  workingPaper: { type: 'report', genre: 'Working paper' },
  preprint: { type: 'article', genre: 'Preprint' },
  report: { type: 'report' },
  contributionToPeriodical: { type: 'article-newspaper' },
  patent: { type: 'patent' },
  dataset: { type: 'dataset' },
  software: { type: 'software' },
};

/** The types that CSL can tell. `annotation` and `other` are not among them. */
export const TYPES_IN_CSL = Object.keys(TYPES);

/** An item in the variables of CSL, as far as they go; the other way round of src/ingest/csl/, and no code of it. */
export function itemToCsl(item: Item): Record<string, unknown> {
  const { host, licence } = item;
  const isPart = ['article', 'bookPart', 'conferenceObject', 'review', 'contributionToPeriodical'].includes(
    item.type ?? '',
  );
  const names = (role: string) =>
    item.agents
      ?.filter((agent) => (agent.role ?? 'author') === role)
      .map(({ family, given, literal, orcid, affiliations }) => ({
        ...(family === undefined ? { literal } : { family, given }),
        ...(orcid !== undefined && { ORCID: `https://orcid.org/${orcid}` }),
        ...(affiliations && { affiliation: affiliations.map(({ name }) => ({ name })) }),
      }));
  const identifiers = (scheme: string) => item.identifiers?.find((one) => one.scheme === scheme)?.value;
  const titles = (kind: string) =>
    item.titles.filter((title) => (title.kind ?? 'main') === kind).map(({ text }) => text);
  const date = (kind: string) => {
    const found = item.dates?.find((one) => one.kind === kind);
    return found && { 'date-parts': [found.date.split('-').map(Number)] };
  };
  return {
    id: item.identifier,
    ...TYPES[item.type ?? ''],
    title: titles('main'),
    subtitle: titles('subtitle'),
    author: names('author'),
    editor: names('editor'),
    translator: names('translator'),
    contributor: names('contributor'),
    abstract: item.abstracts?.map(({ text }) => text),
    keyword: item.keywords?.map(({ text }) => `${text};`).join(''),
    language: item.languages,
    issued: date('issued'),
    submitted: date('submitted'),
    publisher: item.publishers?.map(({ name }) => name),
    'container-title': host?.titles?.map(({ text }) => text),
    ISSN: host?.issns,
    volume: host?.volume,
    issue: host?.issue,
    page: host?.firstPage === undefined ? undefined : [host.firstPage, host.lastPage].filter(Boolean).join('-'),
    'article-number': host?.articleNumber,
    'number-of-pages': item.extent?.pages ?? item.extent?.text,
    DOI: identifiers('doi'),
    PMID: identifiers('pmid'),
    ISBN: isPart ? item.relations?.[0]?.value : identifiers('isbn'),
    URL: item.links,
    link: item.files?.map(({ uri, mediaType }) => ({ URL: uri, 'content-type': mediaType })),
    license: licence && [
      { URL: licence.uri, ...(licence.start && { start: { 'date-parts': [licence.start.split('-')] } }) },
    ],
    funder: item.funding?.map(({ funder, funderIdentifier, award }) => ({
      name: funder,
      DOI: funderIdentifier?.replace('https://doi.org/', ''),
      award: award === undefined ? [] : [award],
    })),
  };
}
