import { XMLParser } from 'fast-xml-parser';
import type { DcElement } from './xml-record.ts';

const DC = 'http://purl.org/dc/elements/1.1/';

/** What fast-xml-parser makes of a node when order is kept: one key for its name, `:@` for its attributes. */
type Node = Record<string, unknown> & { ':@'?: Record<string, string> };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // 0018 is a volume and 1e5 a keyword: nothing is a number here.
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  cdataPropName: '#cdata',
});

/**
 * The elements of one oai_dc payload that stands alone and has been judged well-formed, namespaces included:
 * fast-xml-parser judges neither.
 */
export function readPayload(payload: string): DcElement[] {
  const root = (parser.parse(payload) as Node[]).find((node) => nameOf(node) !== undefined);
  if (!root) return [];
  const rootAttributes = root[':@'] ?? {};
  return childrenOf(root).flatMap((node) => {
    const name = nameOf(node);
    if (name === undefined) return [];
    const attributes = node[':@'] ?? {};
    const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
    const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    if ((attributes[declaration] ?? rootAttributes[declaration]) !== DC || local === undefined) return [];
    const lang = attributes['xml:lang'] ?? rootAttributes['xml:lang'];
    return [{ name: local, text: textOf(node), line: 1, ...(lang === undefined ? {} : { lang }) }];
  });
}

/** Undefined for text, comments and processing instructions. */
function nameOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== ':@' && !key.startsWith('#') && !key.startsWith('?'));
}

function childrenOf(node: Node): Node[] {
  const name = nameOf(node);
  return name === undefined ? [] : (node[name] as Node[]);
}

function textOf(node: Node): string {
  return childrenOf(node)
    .map((child) => {
      if (typeof child['#text'] === 'string') return child['#text'];
      return '#cdata' in child ? textOf({ cdata: child['#cdata'] } as Node) : textOf(child);
    })
    .join('');
}
