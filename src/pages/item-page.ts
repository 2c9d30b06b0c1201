import { titleStatement } from '../items/title-statement.ts';
import { highwireTags } from './highwire-tags.ts';
import { html, type Markup, trusted } from './html.ts';
import { htmlPage } from './html-page.ts';
import { inWords } from './in-words.ts';
import { agentList, citationBox, fileList, itemFields, keywordList } from './item-parts.ts';
import { formUrl, type ItemSite, type ItemView, MEDIA_TYPE_OF_FORM, type ReferenceForm } from './item-view.ts';
import { dataBlockJson, jsonLd } from './json-ld.ts';
import { localized } from './localized.ts';
import { shownItem } from './shown-item.ts';
import { requestPath } from './site.ts';

/** The landing page of an item: all that the repository knows of it, and ways to take it along. */
export function itemPage(whole: ItemView, site: ItemSite): string {
  const { item, cut } = shownItem(whole.item);
  const view = { ...whole, item };
  const { text, lang, others } = titleStatement(item);
  return htmlPage({
    site,
    title: text,
    head: head(view),
    body: html`<article>
<p class="quiet">${item.type !== undefined && html`<span class="tag">${inWords(item.type)}</span> `}${
      item.access &&
      html`<span class="tag">${inWords(item.access.status)}${item.access.status === 'open' && ' access'}</span>`
    }</p>
${localized('h1', text, lang)}
${cut && html`<p class="box">This item is very long, and not all of it is shown. All of it is in the <a href="#metadata">metadata</a>.</p>`}
${others.map((title) => html`${localized('p', title.text, title.lang, 'lead')}\n`)}
${agentList(item)}
${fileList(item)}
${(item.abstracts ?? []).length > 0 && html`<h2>Abstract</h2>\n`}
${(item.abstracts ?? []).map((abstract) => html`${localized('p', abstract.text, abstract.lang, 'prose text')}\n`)}
${keywordList(item)}
<h2>Cite</h2>
${citationBox(item)}
${referenceLinks(view)}
<h2>Details</h2>
${itemFields(view, site)}
<h2 id="metadata">Metadata</h2>
${metadataLinks(view, site)}
</article>`,
  });
}

/** The page of an item that is gone (HTTP 410): what it was is not told. */
export function tombstonePage(identifier: string, since: string | undefined, site: ItemSite): string {
  return htmlPage({
    site,
    title: 'Deleted',
    head: [html`<meta name="robots" content="noindex">`],
    body: html`<h1>This item has been deleted</h1>
<p>The repository had it under the identifier <code>${identifier}</code>. ${
      since !== undefined && html`It has been gone since <time datetime="${since}">${since.slice(0, 10)}</time>.`
    }</p>
<p><a href="${site.browsePath}">Browse the repository</a></p>`,
  });
}

/** The page of an address that stands for nothing (HTTP 404). */
export function noItemPage(site: ItemSite): string {
  return htmlPage({
    site,
    title: 'Not found',
    head: [html`<meta name="robots" content="noindex">`],
    body: html`<h1>Nothing is here</h1>
<p>No item of this repository has this address. It may be misspelt, or the item is not public yet, or not to be had in this
form.</p>
<p><a href="${site.browsePath}">Browse the repository</a></p>`,
  });
}

function head(view: ItemView): Markup[] {
  return [
    html`<link rel="canonical" href="${view.landingUrl}">`,
    ...highwireTags(view).map(([name, content]) => html`<meta name="${name}" content="${content}">`),
    html`<script type="application/ld+json">${trusted(dataBlockJson(jsonLd(view)))}</script>`,
  ];
}

function referenceLinks(view: ItemView): Markup {
  const forms: [ReferenceForm, string][] = [
    ['bibtex', 'BibTeX'],
    ['ris', 'RIS'],
    ['csl-json', 'CSL-JSON'],
  ];
  return html`<ul class="links">
${forms.map(([form, name]) => html`<li><a href="${formUrl(view, form)}" type="${MEDIA_TYPE_OF_FORM[form]}">${name}</a></li>\n`)}</ul>`;
}

function metadataLinks(view: ItemView, site: ItemSite): Markup {
  const { item, formats, datestamp } = view;
  const [first] = formats;
  const record = { verb: 'GetRecord', identifier: item.identifier, metadataPrefix: first?.metadataPrefix };
  return html`<ul class="links">
${formats.map(({ metadataPrefix, url, mediaType }) => html`<li><a href="${url}" type="${mediaType}">${metadataPrefix}</a></li>\n`)}
<li><a href="${formUrl(view, 'json-ld')}" type="${MEDIA_TYPE_OF_FORM['json-ld']}">JSON-LD</a></li>
<li><a href="${formUrl(view, 'linkset-json')}" type="${MEDIA_TYPE_OF_FORM['linkset-json']}">link set</a></li>
</ul>
<p class="quiet"><a href="${requestPath(site, record)}">OAI-PMH record</a> <code>${item.identifier}</code>${
    datestamp !== undefined && html`, last changed <time datetime="${datestamp}">${datestamp.slice(0, 10)}</time>`
  }</p>`;
}
