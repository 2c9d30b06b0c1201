import { ITEM_TYPES, type Item } from '../../items/item.ts';
import type { MarcDraft } from './marc-draft.ts';
import { controlText, fieldsOf, subfield, subfieldTexts } from './marc-record.ts';

type ItemType = NonNullable<Item['type']>;

const TYPES: ReadonlyMap<string, ItemType> = new Map([
  ...ITEM_TYPES.map((type) => [`info:eu-repo/semantics/${type}`.toLowerCase(), type] as const),
  ['dataset', 'dataset'],
  ['software', 'software'],
]);

/** 655 in the words of info:eu-repo or DCMI, else what leader and 008 tell. */
export function mapType(draft: MarcDraft): void {
  const { record } = draft;
  for (const field of fieldsOf(record, '655')) {
    const type = TYPES.get((subfield(field, 'a') ?? '').toLowerCase());
    if (type !== undefined) draft.item.type ??= type;
  }
  const type = draft.item.type ?? codedType(draft);
  if (type !== undefined) draft.item.type = type;
}

function codedType({ record, item }: MarcDraft): ItemType | undefined {
  const general = controlText(record, '008') ?? '';
  const [form, level] = [record.leader.charAt(6), record.leader.charAt(7)];
  if (form === 'm') return general.charAt(26) === 'b' ? 'software' : general.charAt(26) === 'a' ? 'dataset' : undefined;
  if (form !== 'a' && form !== 't') return undefined;
  if (level === 'b') return 'article';
  if (level === 'a') return 'bookPart';
  if (level !== 'm') return undefined;
  const [thesis] = fieldsOf(record, '502');
  if (thesis) return thesisType(subfieldTexts(thesis, 'ab').join(' '));
  if (general.charAt(24) === 'j') return 'patent';
  return item.identifiers?.some(({ scheme }) => scheme === 'isbn') ? 'book' : undefined;
}

/** By the degree, where the note names one. */
function thesisType(note: string): ItemType | undefined {
  if (/doctor|ph\.?\s?d|dissertation|habilit/i.test(note)) return 'doctoralThesis';
  if (/master|magist|\bm\.\s?(?:a|sc|phil)\b/i.test(note)) return 'masterThesis';
  return /bachelor|\bb\.\s?(?:a|sc)\b/i.test(note) ? 'bachelorThesis' : undefined;
}
