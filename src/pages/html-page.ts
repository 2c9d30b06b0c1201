import { html, type Markup, trusted } from './html.ts';
import { requestPath, type Site } from './site.ts';
import { STYLE } from './style.ts';

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

const STYLE_ELEMENT = trusted(`<style>${STYLE}</style>`);

/** A picture of ours, so that browsers do not ask for /favicon.ico. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a53a8"/>' +
    '<path d="M4 4h8M4 8h8M4 12h5" stroke="#fff" stroke-width="1.6"/></svg>',
)}`;

/** In the text of a tab nothing else would end what they begin. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** A whole HTML document, to be sent with PAGE_HEADERS. */
export function htmlPage({ site, title, place, head = [], body }: PageParts): string {
  const { repositoryName, baseUrl, oaiPath } = site;
  const plainTitle = title.replace(BIDI_CONTROLS, '');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === repositoryName ? plainTitle : `${plainTitle} – ${repositoryName}`}</title>
<link rel="icon" href="${ICON}">
${STYLE_ELEMENT}
${head.map((part) => html`${part}\n`)}</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="band"><div>
<a class="site" href="${oaiPath}" dir="auto">${repositoryName}</a>
<nav aria-label="Repository"><ul>
${entries(site).map(
  ([entry, path, text]) =>
    html`<li><a href="${path}"${entry === place && html` aria-current="page"`}>${text}</a></li>\n`,
)}</ul></nav>
</div></header>
<main id="main" tabindex="-1">
${body}
</main>
<footer><p>OAI-PMH 2.0 endpoint for harvesters: <code>${baseUrl}</code></p></footer>
</body>
</html>
`.toString();
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
