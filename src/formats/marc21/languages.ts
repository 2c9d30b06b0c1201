import type { Item } from '../../items/item.ts';
import { bibliographicCode, languageCode } from '../../items/language.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField, type Subfield } from './field.ts';

/** No code of ISO 639 is longer; a longer primary subtag would be looked up as a name. */
const LONGEST_CODE = 3;

/** 041: languages of the item ($a) and of its abstracts ($b), in MARC's codes; the others in ISO 639-3. */
export function languages({ languages = [], abstracts = [], relations = [] }: Item): (Markup | undefined)[] {
  const ofAbstracts = new Set(abstracts.flatMap(({ lang }) => codeOfTag(lang) ?? []));
  const all: [string, string][] = [
    ...languages.map((code): [string, string] => ['a', code]),
    ...[...ofAbstracts].map((code): [string, string] => ['b', code]),
  ];
  const coded = all.flatMap(([subfield, code]): Subfield[] => {
    const marc = bibliographicCode(code);
    return marc === undefined ? [] : [[subfield, marc]];
  });
  const uncoded = all.filter(([, code]) => bibliographicCode(code) === undefined);
  const translation = relations.some(({ type }) => type === 'isTranslationOf') ? '1' : ' ';
  return [
    dataField('041', `${translation} `, ...coded),
    uncoded.length > 0 ? dataField('041', `${translation}7`, ...uncoded, ['2', 'iso639-3']) : undefined,
  ];
}

function codeOfTag(tag: string | undefined): string | undefined {
  const [primary = ''] = tag?.split('-') ?? [];
  return primary.length <= LONGEST_CODE ? languageCode(primary) : undefined;
}
