import { checkItem } from '../../src/items/check-item.ts';

const LEAST = { identifier: 'article/17', titles: [{ text: 'A title' }] };

/** What is kept of the least item with more properties, and the notes. */
function checked(more: Record<string, unknown>) {
  const result = checkItem({ ...LEAST, ...more });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result;
}

function faults(value: unknown) {
  const result = checkItem(value);
  return result.ok ? [] : result.faults;
}

describe('checkItem takes', () => {
  test('the least item as it is', () => {
    expect(checkItem(LEAST)).toEqual({ ok: true, item: LEAST, notes: [] });
  });

  test('properties in any order, and keeps them in the order of the schema', () => {
    const { item } = checked({ type: 'article', abstracts: [{ lang: 'en', text: 'x' }], agents: [{ literal: 'A' }] });
    expect(JSON.stringify(item)).toBe(
      '{"identifier":"article/17","titles":[{"text":"A title"}],"agents":[{"literal":"A"}],' +
        '"abstracts":[{"text":"x","lang":"en"}],"type":"article"}',
    );
  });

  test('empty lists and objects, and leaves them out', () => {
    const result = checked({
      keywords: [],
      host: {},
      licence: {},
      extent: {},
      agents: [{ family: 'A', affiliations: [] }],
    });
    expect(result).toEqual({ ok: true, item: { ...LEAST, agents: [{ family: 'A' }] }, notes: [] });
  });

  test('an identifier only as it is', () => {
    expect(checked({ identifier: ' a&amp;b ' }).item.identifier).toBe(' a&amp;b ');
    for (const identifier of ['a\u0000b', 'a\nb', '\ud800', 'a\uffff']) {
      expect(faults({ ...LEAST, identifier })).toEqual([
        { pointer: '/identifier', message: 'must not have control characters or broken characters' },
      ]);
    }
  });
});

describe('checkItem cleans', () => {
  test.each([
    [
      'titles',
      [{ text: 'A<br/>&amp;amp; b' }],
      '/titles/0/text',
      'markup removed, entities decoded, line breaks made spaces',
    ],
    ['agents', [{ family: ' A' }], '/agents/0/family', 'trimmed'],
    ['agents', [{ family: 'A', given: '&#353;' }], '/agents/0/given', 'entities decoded'],
    ['agents', [{ literal: 'A\n B' }], '/agents/0/literal', 'line breaks made spaces'],
    [
      'agents',
      [{ family: 'A', affiliations: [{ name: 'U\nB' }] }],
      '/agents/0/affiliations/0/name',
      'line breaks made spaces',
    ],
    ['abstracts', [{ text: 'a\r\nb' }], '/abstracts/0/text', 'line ends normalised'],
    ['keywords', [{ text: 'e\u0301' }], '/keywords/0/text', 'normalised to NFC'],
    ['subjects', [{ text: 'x', scheme: 'd\tdc' }], '/subjects/0/scheme', 'line breaks made spaces'],
    ['publishers', [{ name: 'A\u000b' }], '/publishers/0/name', 'forbidden characters replaced'],
    ['host', { titles: [{ text: '<i>J</i>' }] }, '/host/titles/0/text', 'markup removed'],
    ['host', { citation: 'J &lt; K' }, '/host/citation', 'entities decoded'],
    ['extent', { text: ' 3 maps' }, '/extent/text', 'trimmed'],
    ['identifiers', [{ scheme: 'urn', value: 'urn:x ' }], '/identifiers/0/value', 'trimmed'],
    ['files', [{ uri: 'https://example.org/', label: '<b>PDF</b>' }], '/files/0/label', 'markup removed'],
    ['licence', { text: '&copy; me' }, '/licence/text', 'entities decoded'],
    ['funding', [{ funder: 'EC', title: ' T' }], '/funding/0/title', 'trimmed'],
    ['relations', [{ type: 'relates', value: ' x' }], '/relations/0/value', 'trimmed'],
    ['coverage', [{ text: ' Ankara' }], '/coverage/0/text', 'trimmed'],
  ])('%s and notes it: %j', (name, value, pointer, changes) => {
    expect(checked({ [name]: value }).notes).toEqual([`${pointer}: ${changes}`]);
  });

  test('to one line, but keeps the lines of abstracts, and spaces as they are', () => {
    const { item } = checked({
      titles: [{ text: 'a\n b\u2028c\u00a0d \u00a0 e' }],
      abstracts: [{ text: 'a\n\n b\u00a0c' }],
    });
    expect(item.titles[0]?.text).toBe('a b c\u00a0d \u00a0 e');
    expect(item.abstracts?.[0]?.text).toBe('a\n\n b\u00a0c');
  });

  test('and leaves out what is empty then, with its entry', () => {
    const { item, notes } = checked({
      titles: [{ text: '<b></b>' }, { text: 'A title' }],
      agents: [{ literal: '&nbsp;' }, { family: 'A', given: ' ' }, { family: ' ', given: 'B' }],
      host: { volume: '<br/>' },
    });
    expect(item).toEqual({ ...LEAST, agents: [{ family: 'A' }] });
    expect(notes).toEqual([
      '/titles/0/text: left out, no text is left after cleaning',
      '/titles/0: left out, because its text is',
      '/agents/0/literal: left out, no text is left after cleaning',
      '/agents/1/given: left out, no text is left after cleaning',
      '/agents/2/family: left out, no text is left after cleaning',
      '/agents/2: left out, because its name is',
      '/host/volume: left out, no text is left after cleaning',
    ]);
  });

  test('but refuses a time of a month or of a year', () => {
    expect(checked({ modified: '2021-06' }).item.modified).toBe('2021-06');
    expect(faults({ ...LEAST, modified: '2021-06T10:00:00Z' })).toHaveLength(1);
    expect(faults({ ...LEAST, modified: '2021T10:00:00Z' })).toHaveLength(1);
  });

  test('but refuses an item without a title', () => {
    expect(faults({ ...LEAST, titles: [{ text: '<p> </p>' }, { text: '&#9;' }] })).toEqual([
      { pointer: '/titles', message: 'no title is left after cleaning' },
    ]);
  });
});

describe('checkItem brings into one form', () => {
  test('language tags', () => {
    const { item, notes } = checked({
      titles: [
        { text: 'a', lang: 'tur' },
        { text: 'b', lang: 'sr-LATN' },
        { text: 'c', lang: 'xx' },
      ],
    });
    expect(item.titles).toEqual([{ text: 'a', lang: 'tr' }, { text: 'b', lang: 'sr-Latn' }, { text: 'c' }]);
    expect(notes).toEqual([
      '/titles/0/lang: written as tr',
      '/titles/1/lang: written as sr-Latn',
      '/titles/2/lang: left out, xx is no language known here',
    ]);
  });

  test('languages', () => {
    const { item, notes } = checked({ languages: ['alb', 'sqi', 'xxx', 'tur'] });
    expect(item.languages).toEqual(['sqi', 'tur']);
    expect(notes).toEqual([
      '/languages/0: written as sqi',
      '/languages/1: left out, it repeats an earlier entry',
      '/languages/2: left out, ISO 639-3 does not know xxx',
    ]);
  });

  test('DOIs', () => {
    const { item, notes } = checked({
      identifiers: [
        { scheme: 'doi', value: 'https://doi.org/10.5555/Ab' },
        { scheme: 'doi', value: '10.5555/aB' },
        { scheme: 'doi', value: '5555/1' },
        { scheme: 'handle', value: '20.500.1/2' },
      ],
      relations: [
        { type: 'references', scheme: 'doi', value: 'doi:10.5555/1' },
        { type: 'references', scheme: 'doi', value: 'a printed book' },
      ],
    });
    expect(item.identifiers).toEqual([
      { scheme: 'doi', value: '10.5555/Ab' },
      { scheme: 'handle', value: '20.500.1/2' },
    ]);
    expect(item.relations).toEqual([
      { type: 'references', scheme: 'doi', value: '10.5555/1' },
      { type: 'references', value: 'a printed book' },
    ]);
    expect(notes).toEqual([
      '/identifiers/0/value: written as 10.5555/Ab',
      '/identifiers/1: left out, it repeats an earlier entry',
      '/identifiers/2: left out, 5555/1 is no DOI',
      '/relations/0/value: written as 10.5555/1',
      '/relations/1/scheme: left out, a printed book is no DOI',
    ]);
  });

  test('nothing with a wrong check digit', () => {
    const { item, notes } = checked({
      agents: [{ family: 'A', orcid: '0000-0002-1825-0098' }],
      host: { issns: ['1234-5678', '1234-5679'] },
    });
    expect(item.agents).toEqual([{ family: 'A' }]);
    expect(item.host).toEqual({ issns: ['1234-5679'] });
    expect(notes).toEqual([
      '/agents/0/orcid: left out, the check digit of the ORCID 0000-0002-1825-0098 is wrong',
      '/host/issns/0: left out, the check digit of the ISSN 1234-5678 is wrong',
    ]);
  });

  test('and tells no more than a hundred notes', () => {
    const { notes } = checked({ keywords: Array.from({ length: 150 }, () => ({ text: ' x' })) });
    expect(notes).toHaveLength(101);
    expect(notes.at(-1)).toBe('… and 50 notes more');
  });
});
