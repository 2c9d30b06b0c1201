import type { Item } from '../../src/items/item.ts';
import { fieldValues } from '../../src/sets/field-values.ts';
import type { SetField } from '../../src/sets/set-definition.ts';

const values = (field: SetField, more: Partial<Item>) =>
  fieldValues({ identifier: 'x', titles: [{ text: 'X' }], ...more }, field);
const shown = (field: SetField, more: Partial<Item>) =>
  values(field, more).map(({ slug, setName }) => `${slug} = ${setName}`);

test('a journal is one set, named by its first title', () => {
  const host = {
    titles: [
      { text: 'Kıyı Defterleri', lang: 'tr' },
      { text: 'Coastal Notebooks', lang: 'en' },
    ],
  };
  expect(values('journal', { host: { ...host, issns: ['1234-5679', '2434-561X'] } })).toEqual([
    { keys: ['1234-5679', '2434-561X', 'kiyi defterleri'], slug: 'kiyi-defterleri', setName: 'Kıyı Defterleri' },
  ]);
  expect(values('journal', { host })[0]?.keys).toEqual(['kiyi defterleri', 'coastal notebooks']);
});

test('a journal without a title that could be a slug is none', () => {
  expect(values('journal', {})).toEqual([]);
  expect(values('journal', { host: { issns: ['1234-5679'] } })).toEqual([]);
  expect(shown('journal', { host: { titles: [{ text: '***' }, { text: 'Stars' }] } })).toEqual(['stars = Stars']);
});

test.each<[SetField, Partial<Item>, string[]]>([
  ['language', { languages: ['tur', 'cnr'] }, ['tr = Turkish', 'cnr = Montenegrin']],
  ['type', { type: 'bachelorThesis' }, ['bachelorThesis = Bachelor thesis']],
  ['year', { dates: [{ kind: 'issued', date: '2019-05-01' }] }, ['2019 = 2019']],
  ['year', { dates: [{ kind: 'created', date: '2019' }] }, []],
  ['access', { access: { status: 'open' } }, ['open = open']],
  ['issn', { host: { issns: ['2434-561X'] } }, ['2434-561X = 2434-561X']],
  [
    'licence',
    { licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' } },
    ['creativecommons-org-licenses-by-4-0 = https://creativecommons.org/licenses/by/4.0/'],
  ],
  ['keyword', { keywords: [{ text: 'Deniz' }, { text: 'DENİZ' }, { text: '–' }] }, ['deniz = Deniz']],
  ['programme', { funding: [{ funder: 'EC', programme: 'H2020' }, { funder: 'EC' }] }, ['h2020 = H2020']],
  [
    'funder',
    {
      funding: [
        { funder: 'EC', award: '1' },
        { funder: 'EC', award: '2' },
      ],
    },
    ['ec = EC'],
  ],
  ['identifierScheme', { identifiers: [{ scheme: 'x'.repeat(61), value: '1' }] }, []],
])('the values of %s', (field, more, expected) => {
  expect(shown(field, more)).toEqual(expected);
});
