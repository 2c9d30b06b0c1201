import type { Item } from '../../items/item.ts';
import { lineText } from './text.ts';
import { childOf, childrenOf, within, type XmlNode } from './xml-node.ts';

export type Affiliation = NonNullable<NonNullable<Item['agents']>[number]['affiliations']>[number];

const ROR = /^(?:(?:https?:\/\/)?ror\.org\/)?(0[a-z0-9]{8})$/i;
/** Parts of an affiliation that are no part of its name. */
const OTHER_PARTS: ReadonlySet<string> = new Set(
  'label sup institution-id email ext-link uri phone fax xref fn target'.split(' '),
);

/** The institution as it is printed, with its ROR. Of several forms the first one counts. */
export function affiliationOf(node: XmlNode): Affiliation | undefined {
  const aff = node.name === 'aff-alternatives' ? childOf(node, 'aff') : node;
  if (!aff) return undefined;
  const name = nameOf(aff);
  const ror = within(aff, 'institution-id').flatMap((id) => ROR.exec(lineText(id))?.[1]?.toLowerCase() ?? [])[0];
  return name === '' ? undefined : { name, ...(ror !== undefined && { ror: `https://ror.org/${ror}` }) };
}

function nameOf(aff: XmlNode): string {
  // SciELO has the printed form beside the parts that were made of it.
  const original = childrenOf(aff, 'institution').find(
    ({ attributes }) => attributes.get('content-type') === 'original',
  );
  if (original) return trimmed(lineText(original));
  const parts = partsOf(aff);
  // Some print the commas between the parts, others leave that to a style sheet.
  const isPrinted = parts.some((part) => typeof part === 'string' && part.trim() !== '');
  if (isPrinted) return trimmed(lineText({ ...aff, children: parts }));
  return parts
    .flatMap((part) => (typeof part === 'string' ? [] : [trimmed(lineText(part))]))
    .filter((text) => text !== '')
    .join(', ');
}

/** The parts on one level: an institution and its identifiers stand in a wrap. */
function partsOf(node: XmlNode): (XmlNode | string)[] {
  return node.children.flatMap((part) => {
    if (typeof part === 'string') return [part];
    if (part.name === 'institution-wrap' || part.name === 'addr-line') {
      const inner = partsOf(part);
      return inner.every((piece) => typeof piece === 'string') ? [part] : inner;
    }
    return OTHER_PARTS.has(part.name) ? [] : [part];
  });
}

/** Without the commas that stood between it and what was left out, and the full stop behind them. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && ' ,;.'.includes(text.charAt(start))) start++;
  const isMark = (at: number) => at >= start && ' ,;'.includes(text.charAt(at));
  while (isMark(end - 1) || (text.charAt(end - 1) === '.' && isMark(end - 2))) end--;
  return text.slice(start, end);
}
