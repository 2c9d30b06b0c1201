import { agentName } from '../items/agent-name.ts';
import { citations } from '../items/citation.ts';
import { citationInWords, ended } from '../items/citation-in-words.ts';
import { identifierUrl } from '../items/identifier-url.ts';
import type { Item } from '../items/item.ts';
import { languageTag } from '../items/language.ts';
import { html, type Markup } from './html.ts';
import { inWords } from './in-words.ts';
import type { ItemSite, ItemView } from './item-view.ts';
import { inLanguage, languageName } from './language.ts';
import { listPath } from './list-path.ts';
import { localized } from './localized.ts';
import { webLink } from './web-link.ts';

/** Who made it, with ORCID and affiliations; what they did is told of those who are no authors. */
export function agentList({ agents = [] }: Item): Markup | undefined {
  if (agents.length === 0) return undefined;
  return html`<ul class="plain" aria-label="People and organisations">
${agents.map((agent) => {
  const { role = 'author', orcid, affiliations = [] } = agent;
  const page = orcid === undefined ? undefined : `https://orcid.org/${orcid}`;
  return html`<li><bdi>${agentName(agent)}</bdi>${role !== 'author' && html` <span class="tag">${inWords(role)}</span>`}${
    page !== undefined && html` <a href="${page}">ORCID ${orcid}</a>`
  }${affiliations.map(({ name, ror }) => html` <span class="quiet">· ${ror === undefined ? html`<bdi>${name}</bdi>` : webLink(ror, name)}</span>`)}</li>\n`;
})}</ul>`;
}

/** The full texts and other files, and the item's own pages elsewhere. */
export function fileList({ files = [], links = [] }: Item): Markup | undefined {
  if (files.length + links.length === 0) return undefined;
  return html`<div class="box"><ul class="plain">
${files.map(({ uri, label, mediaType }) => html`<li>${webLink(uri, label ?? uri)}${mediaType !== undefined && html` <span class="tag">${mediaType}</span>`}</li>\n`)}
${links.map((url) => html`<li>${webLink(url)}</li>\n`)}
</ul></div>`;
}

export function keywordList({ keywords = [] }: Item): Markup | undefined {
  if (keywords.length === 0) return undefined;
  return html`<h2>Keywords</h2>
<p>${keywords.map(({ text, lang }, index) => html`${index > 0 && ' · '}${localized('bdi', text, lang)}`)}</p>`;
}

/** How to cite it; each part keeps its direction. */
export function citationBox(item: Item): Markup {
  const { authors, title, titleLanguage, source, sourceLanguage, url } = citationInWords(item);
  return html`<p class="box">${authors !== undefined && html`<bdi>${authors}</bdi>: `}${localized('cite', ended(title), titleLanguage)}${
    source !== undefined && html` ${localized('bdi', ended(source), sourceLanguage)}`
  }${url !== undefined && html` ${webLink(url)}`}</p>`;
}

/** Everything else, field by field. */
export function itemFields({ item, sets }: ItemView, site: ItemSite): Markup {
  const { host, licence, access, extent } = item;
  const dates = (item.dates ?? []).map(
    ({ kind, date }) => html`<dd><time datetime="${date}">${date}</time> (${inWords(kind).toLowerCase()})</dd>\n`,
  );
  return html`<dl class="fields">
${field(
  'Published in',
  citations(item).map(({ text, lang }) => localized('dd', text, lang)),
)}
${field(
  'ISSN',
  (host?.issns ?? []).map((issn) => plain(issn)),
)}
${field(
  'Publisher',
  (item.publishers ?? []).map(({ name, lang }) => localized('dd', name, lang)),
)}
${field('Date', dates)}
${field(
  'Language',
  (item.languages ?? []).map((code) => plain(languageName(languageTag(code)) ?? code)),
)}
${field('Version', item.version === undefined ? [] : [plain(inWords(item.version))])}
${field(
  'Extent',
  [extent?.pages === undefined ? undefined : `${extent.pages} pages`, extent?.text].flatMap((text) =>
    text === undefined ? [] : [plain(text)],
  ),
)}
${field('Identifier', (item.identifiers ?? []).map(identifier))}
${field('Access', access === undefined ? [] : [plain(`${inWords(access.status)}${access.embargoEnd === undefined ? '' : ` until ${access.embargoEnd}`}`)])}
${field('Licence', [licence?.uri === undefined ? undefined : html`<dd>${webLink(licence.uri)}</dd>`, licence?.text === undefined ? undefined : localized('dd', licence.text)])}
${field('Subject', (item.subjects ?? []).map(subject))}
${field(
  'Coverage',
  (item.coverage ?? []).map(({ text, lang }) => localized('dd', text, lang)),
)}
${field(
  'Funding',
  (item.funding ?? []).map((grant) =>
    plain(
      [grant.funder, grant.programme, grant.award, grant.acronym ?? grant.title]
        .filter((part) => part !== undefined)
        .join(', '),
    ),
  ),
)}
${field('Related', (item.relations ?? []).map(relation))}
${field(
  'Set',
  sets.map(
    ({ setSpec, setName }) => html`<dd><a href="${listPath(site, { set: setSpec })}"><bdi>${setName}</bdi></a></dd>\n`,
  ),
)}
</dl>`;
}

function field(name: string, values: readonly (Markup | undefined)[]): Markup | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : html`<dt>${name}</dt>\n${present}\n`;
}

function plain(text: string): Markup {
  return localized('dd', text);
}

function identifier({ scheme, value }: NonNullable<Item['identifiers']>[number]): Markup {
  return html`<dd>${scheme} ${webLink(identifierUrl(scheme, value) ?? '', value)}</dd>\n`;
}

function subject({ text, lang, scheme, uri }: NonNullable<Item['subjects']>[number]): Markup {
  return html`<dd${inLanguage(lang)}>${uri === undefined ? text : webLink(uri, text)}${scheme !== undefined && html` <span class="quiet">(${scheme})</span>`}</dd>\n`;
}

function relation({ type, scheme, value }: NonNullable<Item['relations']>[number]): Markup {
  const url = scheme === undefined ? value : (identifierUrl(scheme, value) ?? value);
  return html`<dd>${inWords(type)}: ${scheme !== undefined && html`${scheme} `}${webLink(url, value)}</dd>\n`;
}
