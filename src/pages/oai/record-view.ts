import { childElements, childrenNamed, childText, textOf, type XmlNode } from '../../xml/parse-document.ts';
import { Allowance } from '../allowance.ts';
import { cut } from '../cut.ts';
import { html, type Markup } from '../html.ts';
import { inLanguage } from '../language.ts';
import { itemPath, requestPath } from '../site.ts';
import { elementTree } from './element-tree.ts';
import { instant } from './instant.ts';
import { isFlat, recordFields } from './record-fields.ts';
import type { View } from './view.ts';

/** What is shown of one record among many, and of one by itself. */
const IN_LIST = { elements: 60, characters: 4_000 };
const ALONE = { elements: 5_000, characters: 300_000 };

export interface Header {
  identifier: string;
  datestamp: string;
  setSpecs: string[];
  deleted: boolean;
}

export function headerOf(node: XmlNode): Header {
  return {
    identifier: childText(node, 'identifier'),
    datestamp: childText(node, 'datestamp'),
    setSpecs: childrenNamed(node, 'setSpec').map(textOf),
    deleted: node.attributes.get('status') === 'deleted',
  };
}

/** What a record is called: its first title, in whatever format; MARC has numbers for names. */
export function titleOf(record: XmlNode): XmlNode | undefined {
  const queue = childrenNamed(record, 'metadata');
  // Breadth first, and not for ever: titles of other works lie deeper, and a record may be huge.
  for (let looked = 0; looked < Math.min(queue.length, 500); looked += 1) {
    const node = queue[looked];
    if (node === undefined) break;
    const isTitle = node.local === 'title' && textOf(node) !== '';
    if (isTitle) return node;
    if (node.local === 'datafield' && node.attributes.get('tag') === '245') return childrenNamed(node, 'subfield')[0];
    queue.push(...childElements(node).slice(0, 200));
  }
  return undefined;
}

/** A record in a list: its title, which leads to the whole of it, where it belongs, and the beginning of its metadata. */
export function listedRecord(record: XmlNode, metadataPrefix: string, view: View): Markup {
  const [head] = childrenNamed(record, 'header');
  const header = headerOf(head ?? record);
  const title = titleOf(record);
  const path = requestPath(view.site, { verb: 'GetRecord', identifier: header.identifier, metadataPrefix });
  const allowance = new Allowance(IN_LIST);
  const [payload] = childrenNamed(record, 'metadata').flatMap(childElements);
  const shown = payload && payloadView(payload, allowance);
  return html`<h2${inLanguage(title?.attributes.get('xml:lang'))}><a href="${path}">${
    title ? cut(textOf(title), 500) : header.identifier
  }</a></h2>
${headerLine(header, view)}
${shown && (isFlat(payload) ? shown : html`<details><summary>Metadata <span class="quiet">${payload.name}</span></summary>${shown}</details>`)}
${allowance.exceeded && html`<p><a href="${path}">The whole record <bdi>${header.identifier}</bdi></a></p>`}`;
}

/** A header in a list: the identifier, which leads to the record. */
export function listedHeader(node: XmlNode, metadataPrefix: string, view: View): Markup {
  const header = headerOf(node);
  const path = requestPath(view.site, { verb: 'GetRecord', identifier: header.identifier, metadataPrefix });
  return html`<a href="${path}"><bdi>${header.identifier}</bdi></a>\n${headerLine(header, view, false)}`;
}

/** The one record of GetRecord, whole unless it is huge. */
export function wholeRecord(record: XmlNode, view: View): Markup {
  const [head] = childrenNamed(record, 'header');
  const header = headerOf(head ?? record);
  const allowance = new Allowance(ALONE);
  const metadata = childrenNamed(record, 'metadata').flatMap(childElements);
  const abouts = childrenNamed(record, 'about').flatMap(childElements);
  const shownMetadata = metadata.map((payload) => payloadView(payload, allowance));
  const shownAbouts = abouts.map((payload) => payloadView(payload, allowance));
  return html`${headerLine(header, view)}
${header.deleted && deletionNote(header)}
${shownMetadata}
${abouts.length > 0 && html`<h2>About this record</h2>\n${shownAbouts}`}
${allowance.exceeded && html`<p class="box">This record is very long, and not all of it is shown. All of it is in the XML.</p>`}`;
}

function deletionNote({ datestamp }: Header): Markup {
  return html`<p class="box">The repository has deleted this record (${instant(datestamp)}). Its header stays, so that whoever has a copy learns of it.</p>`;
}

function payloadView(payload: XmlNode, allowance: Allowance): Markup {
  return isFlat(payload) ? recordFields(payload, allowance) : elementTree([payload], allowance);
}

/** Identifier, datestamp and sets, and where else the item is. */
function headerLine(header: Header, view: View, named = true): Markup {
  const { identifier, datestamp, setSpecs, deleted } = header;
  const { site } = view;
  const landing = deleted ? undefined : itemPath(site, identifier);
  const formats = requestPath(site, { verb: 'ListMetadataFormats', identifier });
  return html`<p class="quiet">${deleted && html`<span class="tag warn">deleted</span> `}${
    named && html`<code>${identifier}</code> · `
  }${instant(datestamp)}${
    setSpecs.length > 0 &&
    html` · ${setSpecs.length === 1 ? 'set' : 'sets'} ${setSpecs.map(
      (setSpec, index) =>
        html`${index > 0 && ', '}<a href="${requestPath(site, { verb: 'ListRecords', metadataPrefix: 'oai_dc', set: setSpec })}">${setSpec}</a>`,
    )}`
  }${landing !== undefined && html` · <a href="${landing}" aria-label="Page of ${identifier}">page</a>`}${
    !deleted && html` · <a href="${formats}" aria-label="All formats of ${identifier}">all formats</a>`
  }</p>`;
}
