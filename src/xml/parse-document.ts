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

/** Reads a well-formed document into plain objects. Throws an Error that says what is wrong with it. */
export function parseDocument(xml: string): XmlNode {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: { node: XmlNode; content: (XmlNode | string)[] }[] = [];
  let root: XmlNode | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, local, uri, attributes }) => {
    const content: (XmlNode | string)[] = [];
    const shown = Object.values(attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
    const node: XmlNode = {
      name,
      local,
      namespace: uri,
      attributes: new Map(shown.map((attribute) => [attribute.name, attribute.value])),
      content,
    };
    open.at(-1)?.content.push(node);
    root ??= node;
    open.push({ node, content });
  });
  const addText = (text: string) => {
    if (text.trim() !== '') open.at(-1)?.content.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  if (root === undefined) throw new Error('there is no element');
  return root;
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
