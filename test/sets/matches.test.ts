import type { Item } from '../../src/items/item.ts';
import { matches } from '../../src/sets/matches.ts';
import { patternFault } from '../../src/sets/pattern-fault.ts';
import type { Condition, SetField } from '../../src/sets/set-definition.ts';

const ITEM: Item = {
  identifier: 'oai:test.example.org:1',
  titles: [{ text: 'Işık' }],
  type: 'bookPart',
  languages: ['tur', 'deu'],
  dates: [
    { kind: 'created', date: '1999' },
    { kind: 'issued', date: '2019-05' },
  ],
  host: { titles: [{ text: 'KIYI  DEFTERLERİ' }, { text: 'Coastal Notebooks' }], issns: ['1234-5679', '2434-561X'] },
  publishers: [{ name: 'İstanbul Üniversitesi' }],
  keywords: [{ text: 'C++ (dil)' }, { text: 'deniz' }],
  subjects: [{ text: '890', scheme: 'ddc' }],
  access: { status: 'open' },
  licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' },
  version: 'published',
  funding: [{ funder: 'EC', programme: 'H2020', award: '1' }],
  identifiers: [{ scheme: 'doi', value: '10.5555/1' }],
};
const BARE: Item = { identifier: 'oai:test.example.org:2', titles: [{ text: 'X' }] };
const holds = (fields: Condition['fields'], not?: Condition) => matches({ fields, ...(not ? { not } : {}) })(ITEM);

test.each<[SetField, string]>([
  ['journal', 'Kıyı Defterleri'],
  ['journal', 'coastal notebooks'],
  ['journal', 'COASTAL*'],
  ['issn', '2434-561x'],
  ['publisher', 'istanbul*'],
  ['type', 'bookpart'],
  ['language', 'tr'],
  ['language', 'ger'],
  ['language', 'Turkish'],
  ['year', '2019'],
  ['year', '201*'],
  ['year', '2010..2020'],
  ['year', '2019..'],
  ['year', '..2019'],
  ['access', 'open'],
  ['licence', '*creativecommons.org/licenses/by/*'],
  ['version', 'published'],
  ['keyword', 'c++ (dil)'],
  ['subject', '89*'],
  ['funder', 'ec'],
  ['programme', 'h2020'],
  ['identifierScheme', 'doi'],
])('a rule finds an item by its %s: %s', (field, pattern) => {
  expect(patternFault(field, pattern)).toBeUndefined();
  expect(holds({ [field]: [pattern] })).toBe(true);
  expect(matches({ fields: { [field]: [pattern] } })(BARE)).toBe(false);
});

test.each<[SetField, string]>([
  ['journal', 'Kıyı'],
  ['issn', '1234-567'],
  ['type', 'book'],
  ['language', 'en'],
  ['year', '1999'],
  ['year', '2020..'],
  ['year', '..2018'],
  ['keyword', 'C.. (dil)'],
  ['keyword', 'den.z'],
  ['licence', 'creativecommons.org'],
])('and not by %s: %s', (field, pattern) => {
  expect(holds({ [field]: [pattern] })).toBe(false);
});

test('of the texts of one field one must match, and every field must', () => {
  expect(holds({ keyword: ['kara', 'deniz'], type: ['bookPart'] })).toBe(true);
  expect(holds({ keyword: ['deniz'], type: ['article'] })).toBe(false);
  expect(holds({ keyword: [] })).toBe(false);
});

test('what is under "not" must not hold, and "not" alone is a condition', () => {
  expect(holds({ type: ['bookPart'] }, { fields: { year: ['2019'] } })).toBe(false);
  expect(holds({}, { fields: { year: ['2018'] } })).toBe(true);
  expect(holds({}, { fields: { year: ['2019'], type: ['article'] } })).toBe(true);
  expect(holds({}, { fields: {}, not: { fields: { year: ['2019'] } } })).toBe(true);
});

test.each<[SetField, string]>([
  ['type', 'artcle'],
  ['access', 'free'],
  ['version', '1'],
  ['language', 'Klingonish'],
  ['year', '2010-2020'],
  ['year', '..'],
  ['year', '19'],
  ['issn', '12345679'],
])('a pattern that nothing can match is a fault: %s %s', (field, pattern) => {
  expect(patternFault(field, pattern)).toMatch(/^(one of|a|an) /);
});
