import { languageCode } from '../items/language.ts';
import { FIELD_WORDS, type SetField } from './set-definition.ts';

/** What a pattern of a rule should be, where no item could ever match it; else undefined. */
export function patternFault(field: SetField, pattern: string): string | undefined {
  const words: readonly string[] | undefined = FIELD_WORDS[field];
  if (words !== undefined) {
    const known = pattern.includes('*') || words.some((word) => word.toLowerCase() === pattern.toLowerCase());
    return known ? undefined : `one of ${words.join(', ')}`;
  }
  switch (field) {
    case 'language':
      return pattern.includes('*') || languageCode(pattern) ? undefined : 'a language, such as tr, tur or Turkish';
    case 'year':
      return /^(\d{4}|\d{4}\.\.(\d{4})?|\.\.\d{4}|[\d*]*\*[\d*]*)$/.test(pattern)
        ? undefined
        : 'a year or years, such as 2019, 2010..2020, 2010.. or 201*';
    case 'issn':
      return /^(\d{4}-\d{3}[\dX]|[\dX*-]*\*[\dX*-]*)$/i.test(pattern) ? undefined : 'an ISSN, such as 1234-5679';
    default:
      return undefined;
  }
}
