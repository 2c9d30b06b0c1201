import { addOnce } from '../oai-xml/draft.ts';
import type { MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';
import { readUri } from './read-uri.ts';

const CLASSIFICATIONS: ReadonlyMap<string, string> = new Map([
  ['050', 'lcc'],
  ['080', 'udc'],
  ['082', 'ddc'],
]);
const THESAURI: ReadonlyMap<string, string> = new Map([
  ['0', 'lcsh'],
  ['2', 'mesh'],
]);
/** Names and titles as subjects, topics, places, times. */
const HEADINGS = ['600', '610', '611', '630', '647', '648', '650', '651'];
const SUBDIVISIONS = 'vxyz';

/** 050, 080, 082, 084, 600 to 653. */
export function mapSubjects(draft: MarcDraft): void {
  const { record } = draft;
  for (const field of fieldsOf(record, ...CLASSIFICATIONS.keys(), '084')) {
    const scheme = CLASSIFICATIONS.get(field.tag) ?? subfield(field, '2');
    for (const text of subfieldTexts(field, 'a')) {
      addOnce(draft, 'subjects', { text, ...(scheme !== undefined && { scheme }) });
    }
  }
  for (const field of fieldsOf(record, ...HEADINGS)) mapHeading(draft, field);
  for (const field of fieldsOf(record, '653')) {
    const isPlaceOrTime = field.ind2 === '4' || field.ind2 === '5';
    for (const text of subfieldTexts(field, 'a')) addOnce(draft, isPlaceOrTime ? 'coverage' : 'keywords', { text });
  }
}

function mapHeading(draft: MarcDraft, field: MarcField): void {
  const name = subfieldTexts(field, 'abcdt').join(' ');
  const text = [name, ...subfieldTexts(field, SUBDIVISIONS)].filter((part) => part !== '').join('--');
  const scheme = field.ind2 === '7' ? subfield(field, '2') : THESAURI.get(field.ind2);
  const uri = subfieldTexts(field, '01').find((one) => readUri(one) === one);
  if (text === '') return;
  addOnce(draft, 'subjects', { text, ...(scheme !== undefined && { scheme }), ...(uri !== undefined && { uri }) });
}
