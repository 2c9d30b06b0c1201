import { html, type Markup } from './html.ts';
import { htmlDocument } from './html-document.ts';
import { requestPath, type Site } from './site.ts';

/** The entries of the navigation, by which a page says where it stands. */
export type Place = 'records' | 'sets' | 'formats' | 'about' | 'browse';

export interface PageParts {
  site: Site;
  /** What the page is about; the name of the repository is put behind it. */
  title: string;
  /** Its own entry in the navigation, where it has one. */
  place?: Place | undefined;
  /** More for `<head>`: meta, links, data blocks. */
  head?: readonly Markup[];
  /** What stands in `<main>`; begins with the page's one h1. */
  body: Markup;
}

/** A page of the repository: a whole HTML document, to be sent with PAGE_HEADERS. */
export function htmlPage({ site, title, place, head = [], body }: PageParts): string {
  const { repositoryName, baseUrl, oaiPath } = site;
  const navigation = entries(site).map(([entry, path, text]) => ({ path, text, current: entry === place }));
  return htmlDocument({
    title,
    name: repositoryName,
    home: oaiPath,
    navigation: { label: 'Repository', entries: navigation },
    head,
    body,
    footer: html`<p>OAI-PMH 2.0 endpoint for harvesters: <code>${baseUrl}</code></p>`,
  });
}

function entries(site: Site): [Place, string, string][] {
  const browse: [Place, string, string][] =
    site.browsePath === undefined ? [] : [['browse', site.browsePath, 'Browse']];
  return [
    ...browse,
    ['records', requestPath(site, { verb: 'ListRecords', metadataPrefix: 'oai_dc' }), 'Records'],
    ['sets', requestPath(site, { verb: 'ListSets' }), 'Sets'],
    ['formats', requestPath(site, { verb: 'ListMetadataFormats' }), 'Formats'],
    ['about', requestPath(site, { verb: 'Identify' }), 'About'],
  ];
}
