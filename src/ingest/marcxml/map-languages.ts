import type { Item } from '../../items/item.ts';
import { languageCode, languageTag } from '../../items/language.ts';
import { addOnce } from '../oai-xml/draft.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { controlText, fieldsOf, subfieldTexts } from './marc-record.ts';

const NOT_CODED = /^(?:\|{3}|\s*|und|mis)$/;

/** 041, else 008/35-37; and the abstracts (520), whose language 041 may tell. */
export function mapLanguages(draft: MarcDraft): void {
  const { record } = draft;
  const ofAbstracts = new Set<string>();
  for (const field of fieldsOf(record, '041')) {
    for (const { code, text } of field.subfields) {
      if (code !== 'a' && code !== 'b') continue;
      for (const name of split(text)) {
        const language = languageCode(name);
        if (language === undefined) leaveOut(draft, field, name, 'is no language that is known here');
        else if (code === 'a') addOnce(draft, 'languages', language);
        else ofAbstracts.add(language);
      }
    }
  }
  const coded = (controlText(record, '008') ?? '').slice(35, 38);
  if (draft.item.languages === undefined && !NOT_CODED.test(coded)) {
    const language = languageCode(coded);
    if (language !== undefined) addOnce(draft, 'languages', language);
  }
  mapAbstracts(draft, [...ofAbstracts]);
}

/** Old records write codes in one subfield: `engfre`. */
function split(text: string): string[] {
  if (languageCode(text) !== undefined || !/^(?:[a-z]{3}){2,6}$/.test(text)) return [text];
  const codes = text.match(/.{3}/g) ?? [];
  return codes.every((code) => languageCode(code) !== undefined) ? codes : [text];
}

/** Of several abstracts nobody knows which is in which language. */
function mapAbstracts(draft: MarcDraft, languages: readonly string[]): void {
  const abstracts: NonNullable<Item['abstracts']> = fieldsOf(draft.record, '520')
    .filter(({ ind1 }) => ind1 === '3' || ind1 === ' ')
    .map((field) => ({
      text: subfieldTexts(field, 'ab')
        .join(' ')
        .replace(/^Summary\/Abstract:\s*/, ''),
    }))
    .filter(({ text }) => text !== '');
  const [language] = languages;
  const isCertain = abstracts.length === 1 && languages.length === 1 && language !== undefined;
  for (const { text } of abstracts) {
    addOnce(draft, 'abstracts', isCertain ? { text, lang: languageTag(language) } : { text });
  }
}
