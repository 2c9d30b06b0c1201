import { escapeAttribute, escapeText } from './escape.ts';

declare const MARKUP: unique symbol;
/** XML that is escaped already. What is not can only get in through the functions of this file. */
export type Markup = string & { readonly [MARKUP]: true };

/** Attributes by name, prefix included; those that are undefined are left out. Namespace declarations too are some. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with text: `leaf('dc:title', 'A & B', { 'xml:lang': 'en' })`. Undefined when there is no text. */
export function leaf(name: string, text: string | number | undefined, attributes: Attributes = {}): Markup | undefined {
  if (text === undefined || text === '') return undefined;
  return `<${name}${written(attributes)}>${escapeText(String(text))}</${name}>` as Markup;
}

/** An element with children, in their order. Undefined when no child is left: so empty wrappers never arise. */
export function branch(
  name: string,
  attributes: Attributes,
  ...children: readonly (Markup | undefined | readonly (Markup | undefined)[])[]
): Markup | undefined {
  let inside = '';
  for (const child of children) {
    if (typeof child === 'string') inside += child;
    else if (child !== undefined) for (const part of child) inside += part ?? '';
  }
  return inside === '' ? undefined : (`<${name}${written(attributes)}>${inside}</${name}>` as Markup);
}

/** An element without content, for what only attributes say. */
export function emptyElement(name: string, attributes: Attributes): Markup {
  return `<${name}${written(attributes)}/>` as Markup;
}

function written(attributes: Attributes): string {
  let text = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) text += ` ${name}="${escapeAttribute(String(value))}"`;
  }
  return text;
}
