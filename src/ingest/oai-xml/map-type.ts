import { ITEM_TYPES, type Item } from '../../items/item.ts';
import { type Draft, leaveOut } from './draft.ts';
import type { DcElement } from './xml-record.ts';

const SEMANTICS = 'info:eu-repo/semantics/';
const TYPES = new Map(ITEM_TYPES.map((type) => [type.toLowerCase(), type]));
const VERSIONS: ReadonlyMap<string, NonNullable<Item['version']>> = new Map([
  ['draft', 'draft'],
  ['submittedVersion', 'submitted'],
  ['acceptedVersion', 'accepted'],
  ['publishedVersion', 'published'],
  ['updatedVersion', 'updated'],
]);

/** What the item is and which version: the words of info:eu-repo first, then free words that are the same. */
export function mapTypes(draft: Draft, elements: readonly DcElement[]): void {
  const { item } = draft;
  const isControlled = ({ text }: DcElement) => text.startsWith(SEMANTICS);
  for (const element of [...elements.filter(isControlled), ...elements.filter((other) => !isControlled(other))]) {
    const word = isControlled(element) ? element.text.slice(SEMANTICS.length) : element.text.replace(/[\s-]/g, '');
    const type = TYPES.get(word.toLowerCase());
    const version = isControlled(element) ? VERSIONS.get(word) : undefined;
    if (type !== undefined && (item.type ?? type) === type) item.type = type;
    else if (version !== undefined && (item.version ?? version) === version) item.version = version;
    else leaveOut(draft, element, (type ?? version) ? 'is a second type' : 'is no type that is known here');
  }
}
