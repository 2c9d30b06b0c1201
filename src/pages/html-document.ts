import { html, type Markup, trusted } from './html.ts';
import { STYLE } from './style.ts';

export interface DocumentParts {
  /** For the tab of the browser. */
  title: string;
  /** Whose pages these are, and where they begin. */
  name: string;
  home: string;
  /** The navigation: what it is called, and path and text of its entries. */
  navigation: { label: string; entries: readonly { path: string; text: string; current: boolean }[] };
  /** More style sheets behind the one of all pages; to be named to pageHeaders, too. */
  styles?: readonly string[];
  /** More for `<head>`: meta, links, data blocks. */
  head?: readonly Markup[];
  /** What stands in `<main>`; begins with the page's one h1. */
  body: Markup;
  footer: Markup;
}

/** A picture of ours, so that browsers do not ask for /favicon.ico. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a53a8"/>' +
    '<path d="M4 4h8M4 8h8M4 12h5" stroke="#fff" stroke-width="1.6"/></svg>',
)}`;

/** In the text of a tab nothing else would end what they begin. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** A whole HTML document in the one look of all pages, to be sent with pageHeaders. */
export function htmlDocument(parts: DocumentParts): string {
  const { title, name, home, navigation, styles = [], head = [], body, footer } = parts;
  const plainTitle = title.replace(BIDI_CONTROLS, '');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === name ? plainTitle : `${plainTitle} – ${name}`}</title>
<link rel="icon" href="${ICON}">
${[STYLE, ...styles].map((style) => trusted(`<style>${style}</style>\n`))}${head.map((part) => html`${part}\n`)}</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="band"><div>
<a class="site" href="${home}" dir="auto">${name}</a>
<nav aria-label="${navigation.label}"><ul>
${navigation.entries.map(
  ({ path, text, current }) => html`<li><a href="${path}"${current && html` aria-current="page"`}>${text}</a></li>\n`,
)}</ul></nav>
</div></header>
<main id="main" tabindex="-1">
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`.toString();
}
