/** An element of an article, as it is kept while the article is read. */
export interface XmlNode {
  /** Local name; `ali:` or `mml:` before it for these two namespaces, and `{namespace}` for any other. */
  readonly name: string;
  /** By local name, with `xml:` or `xlink:` before it where it has that namespace. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The xml:lang in force, as written. */
  readonly lang: string | undefined;
  /** Of its start tag, from 1. */
  readonly line: number;
  readonly children: (XmlNode | string)[];
}

/** Tells people what was left out, and where. */
export type Note = (line: number, text: string) => void;

/** The children with one of these names, in their order. */
export function childrenOf(node: XmlNode | undefined, ...names: readonly string[]): XmlNode[] {
  return (node?.children ?? []).filter(
    (child): child is XmlNode => typeof child !== 'string' && names.includes(child.name),
  );
}

/** The first child by the first of these names that there is. */
export function childOf(node: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  for (const name of names) {
    const [found] = childrenOf(node, name);
    if (found) return found;
  }
  return undefined;
}

/** All elements of this name within, at any depth. */
export function within(node: XmlNode, name: string): XmlNode[] {
  return node.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...within(child, name)],
  );
}
