import { checkItem } from '../../src/items/check-item.ts';
import { ItemSchema } from '../../src/items/item.ts';

const LEAST = { identifier: 'article/17', titles: [{ text: 'A title' }] };

function faults(value: unknown): string[] {
  const result = checkItem(value);
  return result.ok ? [] : result.faults.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe('the faults of an item', () => {
  test.each([null, 1, 'text', [], true, undefined])('%j is none', (value) => {
    expect(faults(value)).toEqual([' must be an object with named properties']);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ titles: [] }, '/titles must have an entry'],
    [{ titles: 'T' }, '/titles must be a list'],
    [{ titles: [{ text: 1 }] }, '/titles/0/text must be text'],
    [{ titles: [{ text: '' }] }, '/titles/0/text must not be empty'],
    [{ titles: [{}] }, '/titles/0/text is missing'],
    [{ titles: [null] }, '/titles/0 must be an object with named properties'],
    [{ titles: [{ text: 'T', lang: 'tr_TR' }] }, '/titles/0/lang must be a BCP 47 language tag such as tr or sr-Latn'],
    [{ titles: [{ text: 'T', lang: '' }] }, '/titles/0/lang must be a BCP 47 language tag such as tr or sr-Latn'],
    [{ titles: [{ text: 'T', kind: 'x' }] }, '/titles/0/kind must be one of main, subtitle, translated, alternative'],
    [{ identifier: '' }, '/identifier must not be empty'],
    [{ identifier: 'x'.repeat(1025) }, '/identifier must not have more than 1024 characters'],
    [{ colour: 1 }, '/colour is not a known property: colour'],
    [{ 'a/b~c': 1 }, '/a~1b~0c is not a known property: a/b~c'],
    [{ agents: [{ given: 'A' }] }, '/agents/0 must have a family name (family) or a whole name (literal)'],
    [{ agents: [{ family: 'A', orcid: 'x' }] }, '/agents/0/orcid must be a bare ORCID such as 0000-0002-1825-0097'],
    [{ languages: ['tr'] }, '/languages/0 must be an ISO 639-3 code of three small letters, such as tur'],
    [{ languages: ['tur', 'eng', 'tur'] }, '/languages/0 repeats entry 2'],
    [{ host: { issns: ['12345679'] } }, '/host/issns/0 must be an ISSN with its hyphen, such as 1234-5679'],
    [{ extent: { pages: 1.5 } }, '/extent/pages must be a whole number'],
    [{ extent: { pages: 0 } }, '/extent/pages must be 1 or more'],
    [{ dates: [{ date: '2021-13', kind: 'issued' }] }, '/dates/0/date must be a date: YYYY, YYYY-MM or YYYY-MM-DD'],
    [{ dates: [{ date: '2021-02-30', kind: 'issued' }] }, '/dates/0/date is not a date of the calendar: 2021-02-30'],
    [{ dates: [{ date: '1900-02-29', kind: 'issued' }] }, '/dates/0/date is not a date of the calendar: 1900-02-29'],
    [{ dates: [{ date: '0000', kind: 'issued' }] }, '/dates/0/date is not a date of the calendar: 0000'],
    [{ modified: '2021-06-31T00:00:00Z' }, '/modified is not a date of the calendar: 2021-06-31T00:00:00Z'],
    [{ visibleFrom: '2023-02-29' }, '/visibleFrom is not a date of the calendar: 2023-02-29'],
    [{ licence: { start: '2023-04-31' } }, '/licence/start is not a date of the calendar: 2023-04-31'],
    [
      { access: { status: 'embargoed', embargoEnd: '2023-11-31' } },
      '/access/embargoEnd is not a date of the calendar: 2023-11-31',
    ],
  ])('%j', (more, fault) => {
    expect(faults({ ...LEAST, ...more })).toEqual([fault]);
  });

  test.each(['2024-02-29', '2000-02-29', '2021-12-31', '2021-02', '0001'])('none in %s', (date) => {
    expect(faults({ ...LEAST, dates: [{ date, kind: 'issued' }] })).toEqual([]);
  });

  test('all at once, twenty at most', () => {
    expect(faults({ titles: [{ text: '' }], type: 'x', x: 1 })).toHaveLength(4);
    expect(faults({ ...LEAST, keywords: Array.from({ length: 1000 }, () => 1) })).toHaveLength(20);
  });

  test('also far down a list', () => {
    expect(faults({ ...LEAST, keywords: [...Array.from({ length: 500 }, () => ({ text: 'x' })), 1] })).toEqual([
      '/keywords/500 must be an object with named properties',
    ]);
  });

  test('also of what JSON can name and assignment cannot', () => {
    const value: unknown = JSON.parse('{"identifier":"a","titles":[{"text":"T"}],"__proto__":{"polluted":1}}');
    expect(faults(value)).toEqual(['/__proto__ is not a known property: __proto__']);
    expect(faults({ ...LEAST, ['x'.repeat(1000)]: 1 })[0]?.length).toBeLessThan(300);
  });

  test('have words for every pattern and every keyword of the schema', () => {
    const patterns = new Set<string>();
    const keywords = new Set<string>();
    const walk = (schema: object, name: string) => {
      for (const [keyword, value] of Object.entries(schema)) {
        if (keyword === 'properties') for (const [key, part] of Object.entries(value)) walk(part as object, key);
        else if (keyword === 'items') walk(value, name);
        else keywords.add(keyword);
        if (keyword === 'pattern') patterns.add(name);
      }
    };
    walk(ItemSchema, '');
    expect([...keywords].sort()).toEqual(
      '$id $schema additionalProperties anyOf description enum maxLength minItems minLength minimum pattern required title type uniqueItems'.split(
        ' ',
      ),
    );
    for (const name of patterns) expect(PLACES).toContain(name);
    for (const place of PLACES) expect(faults(withBadValue(place)).join()).toMatch(/must be an? /);
  });
});

const PLACES =
  'date embargoEnd funderIdentifier issns lang languages links mediaType modified orcid ror scheme sets start uri visibleFrom'.split(
    ' ',
  );

function withBadValue(name: string): unknown {
  const bad = { [name]: '?' };
  const list = { [name]: ['?'] };
  const date = { kind: 'issued', date: '?' };
  const places: Record<string, unknown> = {
    date: { dates: [date] },
    embargoEnd: { access: { status: 'open', ...bad } },
    funderIdentifier: { funding: [{ funder: 'EC', ...bad }] },
    issns: { host: list },
    lang: { titles: [{ text: 'T', ...bad }] },
    mediaType: { files: [{ uri: 'https://example.org/', ...bad }] },
    orcid: { agents: [{ family: 'A', ...bad }] },
    ror: { agents: [{ family: 'A', affiliations: [{ name: 'U', ...bad }] }] },
    scheme: { identifiers: [{ value: 'x', ...bad }] },
    start: { licence: bad },
    uri: { licence: bad },
    modified: bad,
    visibleFrom: bad,
  };
  return { ...LEAST, ...(places[name] ?? list) };
}

describe('an item that is not meant well', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 200_000; i++) deep = i % 2 === 0 ? [deep] : { deep };
  const many = <T>(count: number, entry: (i: number) => T) => Array.from({ length: count }, (_, i) => entry(i));

  test.each<[string, unknown]>([
    ['deep', { ...LEAST, titles: deep }],
    ['deep in an unknown property', { ...LEAST, deep }],
    ['a URI of 5 MB', { ...LEAST, links: [`https://${'a'.repeat(5_000_000)}`] }],
    ['a language tag of 5 MB', { ...LEAST, titles: [{ text: 'T', lang: `en${'-a'.repeat(2_500_000)}` }] }],
    ['a setSpec of 5 MB', { ...LEAST, sets: [`${'a:'.repeat(2_500_000)}a`] }],
    ['300,000 faults', { ...LEAST, titles: many(300_000, () => ({})) }],
    ['300,000 unknown properties', { ...LEAST, ...Object.fromEntries(many(300_000, (i) => [`x${i}`, i])) }],
    ['300,000 repetitions', { ...LEAST, languages: many(300_000, () => 'tur') }],
  ])('is refused quickly: %s', (_, value) => {
    const start = performance.now();
    const { length } = faults(value);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(20);
    expect(performance.now() - start).toBeLessThan(25_000);
  });
});
