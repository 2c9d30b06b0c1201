import type { Item } from '../../items/item.ts';
import { readDate } from './map-dates.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';
import { readUri } from './read-uri.ts';

type Status = NonNullable<Item['access']>['status'];

/** Words in 506 $a and $f, the more exact ones first. */
const WORDS: readonly (readonly [RegExp, Status])[] = [
  [/embargo/i, 'embargoed'],
  [/closed|no online access/i, 'closed'],
  [/unrestricted|open access/i, 'open'],
  [/restricted|with authorization/i, 'restricted'],
];

/** 506 and 540. */
export function mapRights(draft: MarcDraft): void {
  const { item, record } = draft;
  for (const field of fieldsOf(record, '506')) {
    const words = subfieldTexts(field, 'af').join(' ');
    const status = statusOf(field, words);
    if (status === undefined) leaveOut(draft, field, words, 'does not say who may read it');
    else if (item.access) leaveOut(draft, field, words, 'is a second access note');
    else {
      const embargoEnd = readDate(subfield(field, 'g'));
      item.access = { status, ...(embargoEnd !== undefined && { embargoEnd }) };
    }
  }
  for (const field of fieldsOf(record, '540')) mapLicence(draft, field);
}

/** The first indicator says whether there are restrictions at all. */
function statusOf({ ind1 }: MarcField, words: string): Status | undefined {
  const status = WORDS.find(([word]) => word.test(words))?.[1];
  if (ind1 === '0') return 'open';
  return ind1 === '1' && (status === undefined || status === 'open') ? 'restricted' : status;
}

function mapLicence(draft: MarcDraft, field: MarcField): void {
  const { item } = draft;
  const uri = readUri(subfield(field, 'u'));
  const text = subfield(field, 'a');
  const start = readDate(subfield(field, 'g'));
  if (uri === undefined && text === undefined && start === undefined) return;
  if (item.licence) {
    leaveOut(draft, field, text ?? uri ?? '', 'is a second licence');
    return;
  }
  item.licence = {
    ...(uri !== undefined && { uri }),
    ...(text !== undefined && { text }),
    ...(start !== undefined && { start }),
  };
}
