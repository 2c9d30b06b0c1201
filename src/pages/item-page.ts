import type { Item } from '../items/item.ts';
import { html, type Markup } from './html.ts';
import { htmlPage } from './html-page.ts';
import { requestPath, type Site } from './site.ts';
import { isWebUrl, webLink } from './web-link.ts';

/** A minimal page of one item, so that dc:identifier leads somewhere. */
export function itemPage(item: Item, site: Site): string {
  const { titles, agents = [], abstracts = [], links = [], files = [], identifier } = item;
  const [main, ...others] = titles;
  const names = agents.map(({ family, given, literal }) => literal ?? [family, given].filter(Boolean).join(', '));
  const urls = [...links, ...files.map(({ uri }) => uri)].filter(isWebUrl);
  const record = requestPath(site, { verb: 'GetRecord', identifier, metadataPrefix: 'oai_dc' });
  return htmlPage({
    site,
    title: main?.text ?? identifier,
    body: html`<h1${language(main?.lang)} dir="auto">${main?.text ?? identifier}</h1>
${others.map(({ text, lang }) => html`<p class="lead"${language(lang)} dir="auto">${text}</p>\n`)}
${names.length > 0 && html`<p dir="auto">${names.join('; ')}</p>`}
${abstracts.map(({ text, lang }) => html`<p class="prose"${language(lang)} dir="auto">${text}</p>\n`)}
${urls.map((url) => html`<p>${webLink(url)}</p>\n`)}
<p><code>${identifier}</code> · <a href="${record}">Dublin Core record</a></p>`,
  });
}

/** The page of an item that is gone (HTTP 410). */
export function tombstonePage(identifier: string, site: Site): string {
  return htmlPage({
    site,
    title: 'Deleted',
    head: [html`<meta name="robots" content="noindex">`],
    body: html`<h1>This item has been deleted</h1>\n<p><code>${identifier}</code></p>`,
  });
}

function language(lang: string | undefined): Markup | undefined {
  return lang === undefined ? undefined : html` lang="${lang}"`;
}
