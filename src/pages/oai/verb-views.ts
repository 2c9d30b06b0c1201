import { isVerb, type Verb } from '../../oai/verb.ts';
import { childElements, childrenNamed, childText, textOf, type XmlNode } from '../../xml/parse-document.ts';
import { Allowance } from '../allowance.ts';
import { cut } from '../cut.ts';
import { html, type Markup } from '../html.ts';
import { inLanguage } from '../language.ts';
import { requestPath } from '../site.ts';
import { webLink } from '../web-link.ts';
import { identifyView } from './identify-view.ts';
import { listPages } from './list-pages.ts';
import { headerOf, listedHeader, listedRecord, titleOf, wholeRecord } from './record-view.ts';
import { type AnswerView, givenValue, type View } from './view.ts';

/** The element of a verb as its page. */
export function verbView(element: XmlNode, view: View): AnswerView {
  const { local } = element;
  if (!isVerb(local)) throw new Error(`an answer cannot hold the element ${local}`);
  return VIEWS[local](element, view);
}

const VIEWS: Readonly<Record<Verb, (element: XmlNode, view: View) => AnswerView>> = {
  Identify: identifyView,
  GetRecord: getRecord,
  ListMetadataFormats: listMetadataFormats,
  ListSets: listSets,
  ListRecords: listRecords,
  ListIdentifiers: listIdentifiers,
};

function getRecord(element: XmlNode, view: View): AnswerView {
  const [record] = childrenNamed(element, 'record');
  if (record === undefined) throw new Error('an answer to GetRecord has no record');
  const header = headerOf(childrenNamed(record, 'header')[0] ?? record);
  const title = titleOf(record);
  const prefix = givenValue(view, 'metadataPrefix');
  const { identifier, deleted } = header;
  const formats = (view.ofItem ?? []).map((metadataPrefix) => {
    const path = requestPath(view.site, { verb: 'GetRecord', identifier, metadataPrefix });
    return html`<li><a href="${path}"${metadataPrefix === prefix && html` aria-current="page"`}>${metadataPrefix}</a></li>\n`;
  });
  const text = title === undefined ? (deleted ? 'Deleted record' : identifier) : cut(textOf(title), 1000);
  return {
    title: text,
    lang: title?.attributes.get('xml:lang'),
    place: 'records',
    body: html`${
      formats.length > 0 && html`<nav aria-label="Formats of this record" class="tabs"><ul>\n${formats}</ul></nav>\n`
    }${wholeRecord(record, view)}`,
  };
}

function listRecords(element: XmlNode, view: View): AnswerView {
  const records = childrenNamed(element, 'record');
  const prefix = prefixOf(view, records);
  return listView(element, 'Records', view, records, (record) => listedRecord(record, prefix, view));
}

function listIdentifiers(element: XmlNode, view: View): AnswerView {
  const headers = childrenNamed(element, 'header');
  const prefix = prefixOf(view, []);
  return listView(element, 'Identifiers', view, headers, (header) => listedHeader(header, prefix, view));
}

function listView(
  element: XmlNode,
  title: string,
  view: View,
  members: readonly XmlNode[],
  show: (member: XmlNode) => Markup,
): AnswerView {
  const set = givenValue(view, 'set');
  const pages = listPages(element, element.local, members.length, title.toLowerCase(), view);
  return {
    title: set === undefined ? title : `${title} of the set ${set}`,
    place: 'records',
    body: html`${pages}\n<ul class="records">\n${members.map((one) => html`<li>${show(one)}</li>\n`)}</ul>\n${pages}`,
  };
}

/** The format of a list: as asked for; of a page behind a token, as its records show, or else oai_dc, which all have. */
function prefixOf(view: View, records: readonly XmlNode[]): string {
  const asked = givenValue(view, 'metadataPrefix');
  if (asked !== undefined) return asked;
  const namespace = records
    .flatMap((record) => childrenNamed(record, 'metadata'))
    .flatMap(childElements)
    .at(0)?.namespace;
  return view.offered.find(({ metadataNamespace }) => metadataNamespace === namespace)?.metadataPrefix ?? 'oai_dc';
}

function listMetadataFormats(element: XmlNode, view: View): AnswerView {
  const identifier = givenValue(view, 'identifier');
  const rows = childrenNamed(element, 'metadataFormat').map((format) => {
    const metadataPrefix = childText(format, 'metadataPrefix');
    const path =
      identifier === undefined
        ? requestPath(view.site, { verb: 'ListRecords', metadataPrefix })
        : requestPath(view.site, { verb: 'GetRecord', identifier, metadataPrefix });
    return html`<dt><a href="${path}">${metadataPrefix}</a></dt>
<dd>Namespace ${webLink(childText(format, 'metadataNamespace'))}</dd>
<dd>Schema ${webLink(childText(format, 'schema'))}</dd>\n`;
  });
  const lead =
    identifier === undefined
      ? html`<p class="lead">The metadata formats that records come in. Each leads to its records.</p>`
      : html`<p class="lead">The metadata formats of <code>${identifier}</code>. Each leads to the record.</p>`;
  return { title: 'Metadata formats', place: 'formats', body: html`${lead}\n<dl class="fields">\n${rows}</dl>` };
}

function listSets(element: XmlNode, view: View): AnswerView {
  const sets = childrenNamed(element, 'set');
  const rows = sets.map((set) => {
    const setSpec = childText(set, 'setSpec');
    const path = requestPath(view.site, { verb: 'ListRecords', metadataPrefix: 'oai_dc', set: setSpec });
    const depth = Math.min(setSpec.split(':').length, 6);
    return html`<li class="depth-${depth}"><a href="${path}"><bdi>${childText(set, 'setName')}</bdi></a> <code class="quiet">${setSpec}</code>${childrenNamed(
      set,
      'setDescription',
    )
      .flatMap(childElements)
      .map(
        (description) => html`\n<p class="prose quiet"${inLanguage(undefined)}>${plainText(description)}</p>`,
      )}</li>\n`;
  });
  const pages = listPages(element, 'ListSets', sets.length, 'sets', view);
  return {
    title: 'Sets',
    place: 'sets',
    body: html`<p class="lead">Groups of records that can be harvested by themselves. Each leads to its records.</p>
<ul class="sets plain">\n${rows}</ul>\n${pages}`,
  };
}

/** The texts of a description, one after the other. */
function plainText(node: XmlNode): string {
  const allowance = new Allowance({ elements: 50, characters: 2_000 });
  const texts: string[] = [];
  const queue = [node];
  for (let next = queue.shift(); next !== undefined && allowance.element(); next = queue.shift()) {
    const text = textOf(next);
    if (text !== '') texts.push(allowance.text(text));
    queue.unshift(...childElements(next).slice(0, 50));
  }
  return texts.join(' ');
}
