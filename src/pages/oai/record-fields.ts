import { childElements, textOf, type XmlNode } from '../../xml/parse-document.ts';
import type { Allowance } from '../allowance.ts';
import { html, type Markup } from '../html.ts';
import { inLanguage, languageName } from '../language.ts';
import { isWebUrl, webLink } from '../web-link.ts';

const DUBLIN_CORE = 'http://purl.org/dc/elements/1.1/';

/** What people call the fifteen elements of Dublin Core. */
const LABELS: Readonly<Record<string, string>> = {
  title: 'Title',
  creator: 'Creator',
  subject: 'Subject',
  description: 'Description',
  publisher: 'Publisher',
  contributor: 'Contributor',
  date: 'Date',
  type: 'Type',
  format: 'Format',
  identifier: 'Identifier',
  source: 'Source',
  language: 'Language',
  relation: 'Relation',
  coverage: 'Coverage',
  rights: 'Rights',
};

/** True for a payload that is a flat list of texts, as Dublin Core is: it can be shown as labelled fields. */
export function isFlat(payload: XmlNode): boolean {
  const children = childElements(payload);
  return children.length > 0 && children.every((child) => childElements(child).length === 0);
}

/** A flat payload as labelled fields; neighbours of one name share the label. */
export function recordFields(payload: XmlNode, allowance: Allowance): Markup {
  const parts: Markup[] = [];
  let label: string | undefined;
  for (const child of childElements(payload)) {
    if (textOf(child) === '' && child.attributes.size === 0) continue;
    if (!allowance.element()) break;
    const next = labelOf(child);
    if (next !== label) parts.push(html`<dt>${next}</dt>\n`);
    label = next;
    parts.push(html`<dd dir="auto">${fieldValue(child, allowance)}</dd>\n`);
  }
  return html`<dl class="fields">\n${parts}</dl>`;
}

function labelOf({ namespace, local, name }: XmlNode): string {
  return (namespace === DUBLIN_CORE ? LABELS[local] : undefined) ?? name;
}

function fieldValue(node: XmlNode, allowance: Allowance): Markup {
  const text = allowance.text(textOf(node));
  if (isWebUrl(text)) return webLink(text);
  const lang = node.attributes.get('xml:lang');
  const language = languageName(lang);
  const others = [...node.attributes].filter(([name]) => name !== 'xml:lang' && name !== 'xsi:schemaLocation');
  return html`<span class="text"${inLanguage(lang)}>${text}</span>${
    language !== undefined && html` <span class="tag">${language}</span>`
  }${others.slice(0, 10).map(([name, value]) => html` <span class="tag">${name}: <bdi>${value}</bdi></span>`)}`;
}
