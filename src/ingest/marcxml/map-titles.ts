import { addOnce } from '../oai-xml/draft.ts';
import type { MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';

type Kind = 'main' | 'translated' | 'alternative' | 'subtitle';

/** 245, then 242 and 246. MARC says the language of a title only where a cataloguer has translated it. */
export function mapTitles(draft: MarcDraft): void {
  const { record } = draft;
  const [title, ...further] = fieldsOf(record, '245');
  if (title) addTitle(draft, title, 'main');
  for (const field of further) addTitle(draft, field, 'alternative');
  for (const field of fieldsOf(record, '242')) addTitle(draft, field, 'translated', subfield(field, 'y'));
  for (const field of fieldsOf(record, '246')) addTitle(draft, field, kindOf(field));
}

/** The title proper with the number and name of its part. */
export function titleOf(field: MarcField): string {
  return subfieldTexts(field, 'anp').join('. ');
}

function kindOf({ ind2 }: MarcField): Kind {
  if (ind2 === '1') return 'translated';
  return ind2 === '0' ? 'subtitle' : 'alternative';
}

function addTitle(draft: MarcDraft, field: MarcField, kind: Kind, lang?: string): void {
  const inLanguage = lang === undefined ? {} : { lang };
  const text = titleOf(field);
  if (text !== '') addOnce(draft, 'titles', { text, ...inLanguage, kind });
  const subtitle = subfieldTexts(field, 'b').join(' ');
  if (subtitle !== '') addOnce(draft, 'titles', { text: subtitle, ...inLanguage, kind: 'subtitle' });
}
