import { SaxesParser } from 'saxes';

/** An element of a document, with its content in order. */
export interface XmlNode {
  /** As it is written, prefix included. */
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  /** By name as written; without declarations of namespaces. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements and texts; no text is empty or blank. */
  readonly content: readonly (XmlNode | string)[];
}

/** Shared by the many elements that have none. */
const NO_PREFIXES: readonly string[] = [];
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** What saxes gives of an element where it looks at no namespaces. */
interface Tag {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** An element that is being read. */
interface Open {
  node: XmlNode;
  content: (XmlNode | string)[];
  /** Prefixes that it declares. */
  declares: readonly string[];
}

/**
 * Reads a well-formed document into plain objects. Of each `record`, the elements behind the first `mostOfRecord` are
 * passed over: a page of five megabytes may hold a million of them. Throws an Error that says what is wrong with it.
 */
export function parseDocument(xml: string, { mostOfRecord = Number.POSITIVE_INFINITY } = {}): XmlNode {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const namespaces = new Namespaces();
  const open: Open[] = [];
  let root: XmlNode | undefined;
  /** Where the record that is being read lies in `open`, and how many elements it has so far. */
  let recordAt: number | undefined;
  let read = 0;
  /** How deep it is inside what is passed over. */
  let passedOver = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag: Tag) => {
    if (passedOver > 0 || (recordAt !== undefined && read >= mostOfRecord)) {
      passedOver += 1;
      return;
    }
    const declares = namespaces.declare(tag.attributes);
    const content: (XmlNode | string)[] = [];
    const node = nodeOf(tag, namespaces, content);
    open.at(-1)?.content.push(node);
    root ??= node;
    read += 1;
    if (recordAt === undefined && node.local === 'record') {
      recordAt = open.length;
      read = 0;
    }
    open.push({ node, content, declares });
  });
  const addText = (text: string) => {
    if (passedOver === 0 && text.trim() !== '') open.at(-1)?.content.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    if (passedOver > 0) {
      passedOver -= 1;
      return;
    }
    namespaces.forget(open.pop()?.declares ?? []);
    if (open.length === recordAt) recordAt = undefined;
  });
  parser.write(xml).close();
  if (root === undefined) throw new Error('there is no element');
  return root;
}

/**
 * What each prefix stands for at the place that is being read, '' being the default one. saxes would walk up to the
 * declaration for each element, which takes minutes where a record is very deep.
 */
class Namespaces {
  readonly #declared = new Map<string, string[]>();

  /** Takes the declarations among the attributes of an element that begins; answers the prefixes. */
  declare(attributes: Tag['attributes']): readonly string[] {
    let prefixes: string[] | undefined;
    for (const name in attributes) {
      const namespace = attributes[name];
      if (namespace === undefined || !isDeclaration(name)) continue;
      const prefix = name.slice('xmlns:'.length);
      const outer = this.#declared.get(prefix);
      if (outer === undefined) this.#declared.set(prefix, [namespace]);
      else outer.push(namespace);
      prefixes ??= [];
      prefixes.push(prefix);
    }
    return prefixes ?? NO_PREFIXES;
  }

  forget(prefixes: readonly string[]): void {
    for (const prefix of prefixes) this.#declared.get(prefix)?.pop();
  }

  of(prefix: string): string {
    return this.#declared.get(prefix)?.at(-1) ?? '';
  }
}

function nodeOf({ name, attributes }: Tag, namespaces: Namespaces, content: XmlNode['content']): XmlNode {
  const colon = name.indexOf(':');
  return {
    name,
    local: name.slice(colon + 1),
    namespace: namespaces.of(colon < 0 ? '' : name.slice(0, colon)),
    attributes: withoutDeclarations(attributes),
    content,
  };
}

function withoutDeclarations(attributes: Tag['attributes']): ReadonlyMap<string, string> {
  let kept: Map<string, string> | undefined;
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || isDeclaration(name)) continue;
    kept ??= new Map();
    kept.set(name, value);
  }
  return kept ?? NO_ATTRIBUTES;
}

/** `xmlns` or `xmlns:prefix`. */
function isDeclaration(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:');
}

/** The elements directly inside. */
export function childElements(node: XmlNode): XmlNode[] {
  return node.content.filter((one) => typeof one !== 'string');
}

/** The elements directly inside that have this local name, whatever their namespace. */
export function childrenNamed(node: XmlNode, local: string): XmlNode[] {
  return childElements(node).filter((one) => one.local === local);
}

/** The character data directly inside, without white space around it. */
export function textOf(node: XmlNode | undefined): string {
  if (node === undefined) return '';
  return node.content
    .filter((one) => typeof one === 'string')
    .join('')
    .trim();
}

/** The text of the first element of this name directly inside; '' where there is none. */
export function childText(node: XmlNode, local: string): string {
  return textOf(childrenNamed(node, local)[0]);
}
