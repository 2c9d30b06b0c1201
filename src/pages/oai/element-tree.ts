import type { XmlNode } from '../../xml/parse-document.ts';
import type { Allowance } from '../allowance.ts';
import { html, type Markup } from '../html.ts';
import { inLanguage } from '../language.ts';
import { isWebUrl, webLink } from '../web-link.ts';

/** Deeper ones are left out: no format goes so deep, and no reader. */
const DEEPEST = 40;

/** Any XML as a tree that people can read: names, attributes, texts; URLs are links. */
export function elementTree(nodes: readonly XmlNode[], allowance: Allowance): Markup {
  return html`<div class="tree">${list(nodes, allowance, 1)}</div>`;
}

function list(content: readonly (XmlNode | string)[], allowance: Allowance, depth: number): Markup | undefined {
  if (depth > DEEPEST) {
    allowance.exceeded = true;
    return undefined;
  }
  const items: Markup[] = [];
  for (const one of content) {
    if (!allowance.element()) break;
    items.push(
      typeof one === 'string'
        ? html`<li>${value(one, undefined, allowance)}</li>\n`
        : html`<li>${element(one, allowance, depth)}</li>\n`,
    );
  }
  return html`<ul>\n${items}</ul>`;
}

function element(node: XmlNode, allowance: Allowance, depth: number): Markup {
  const { name, content, attributes } = node;
  const [only] = content;
  const label = html`<span class="name">${name}${shownAttributes(attributes, allowance)}</span>`;
  if (only === undefined) return label;
  if (content.length === 1 && typeof only === 'string')
    return html`${label} ${value(only, attributes.get('xml:lang'), allowance)}`;
  return html`${label}\n${list(content, allowance, depth + 1)}`;
}

/** All but where its schema is, which is for machines. */
function shownAttributes(attributes: ReadonlyMap<string, string>, allowance: Allowance): Markup[] {
  return [...attributes]
    .filter(([name]) => name !== 'xsi:schemaLocation')
    .slice(0, 20)
    .map(([name, text]) => html` ${name}=“${value(text, undefined, allowance)}”`);
}

function value(text: string, lang: string | undefined, allowance: Allowance): Markup {
  const shown = allowance.text(text);
  if (isWebUrl(shown)) return webLink(shown);
  return html`<bdi class="value"${lang === undefined ? undefined : inLanguage(lang)}>${shown}</bdi>`;
}
