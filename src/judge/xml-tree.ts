import { SaxesParser } from 'saxes';

/** An attribute; namespace declarations are not among them. */
export interface XmlAttribute {
  readonly local: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly value: string;
}

/** As much of an element as the checks need. `start` and `end` are positions in the text it was read from. */
export interface XmlElement {
  readonly local: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespaces declared on this very element, by prefix ('' for the default one). */
  readonly declarations: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The character data directly inside, references resolved. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Growing = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] };

/** Shared by the many elements that declare nothing, so that they can be told by a glance. */
export const NO_DECLARATIONS: Readonly<Record<string, string>> = Object.freeze({});

/** No metadata comes near it, and saxes looks a prefix up in all elements around: fifty thousand would take minutes. */
const DEEPEST = 100;

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/**
 * Reads a document into a tree. libxml2 has one of its own, but each look at a node of it crosses into WebAssembly;
 * this one is plain objects, knows where each element stands in the text, and is a second opinion on the syntax.
 */
export function parseTree(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let start = 0;

  parser.on('opentagstart', () => {
    if (open.length >= DEEPEST) throw new Error(`Elements stand more than ${DEEPEST} deep.`);
    start = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    const attributes: XmlAttribute[] = [];
    for (const { local, prefix, uri, value } of Object.values(tag.attributes)) {
      if (uri !== XMLNS) attributes.push({ local, prefix, namespace: uri, value });
    }
    const element: Growing = {
      local: tag.local,
      prefix: tag.prefix,
      namespace: tag.uri,
      attributes,
      declarations: isEmpty(tag.ns) ? NO_DECLARATIONS : { ...tag.ns },
      children: [],
      text: '',
      start,
      end: start,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (data: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += data;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) element.end = parser.position;
  });

  parser.write(text).close();
  if (root === undefined) throw new Error('A document without an element.');
  return root;
}

function isEmpty(declarations: Readonly<Record<string, string>>): boolean {
  for (const _prefix in declarations) return false;
  return true;
}

/** The children of an element that have its own namespace and this name. */
export function childrenNamed(element: XmlElement, local: string): XmlElement[] {
  return element.children.filter((child) => child.local === local && child.namespace === element.namespace);
}

/** The text of the first such child; '' when there is none. */
export function textOf(element: XmlElement, local: string): string {
  return element.children.find((child) => child.local === local && child.namespace === element.namespace)?.text ?? '';
}

/** The value of an attribute, by default of one without a namespace. */
export function attributeOf(element: XmlElement, local: string, namespace = ''): string | undefined {
  return element.attributes.find((attribute) => attribute.local === local && attribute.namespace === namespace)?.value;
}

/** All namespaces that are declared anywhere in a document. */
export function namespacesOf(root: XmlElement): ReadonlySet<string> {
  const namespaces = new Set<string>();
  const visit = (element: XmlElement): void => {
    for (const namespace of Object.values(element.declarations)) namespaces.add(namespace);
    for (const child of element.children) visit(child);
  };
  visit(root);
  return namespaces;
}
