import { plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import fc from 'fast-check';
import { bibtex } from '../../src/ingest/bibtex.ts';
import { cslJson as cslJsonImport } from '../../src/ingest/csl-json.ts';
import type { ImportFormat } from '../../src/ingest/import-format.ts';
import { ris } from '../../src/ingest/ris.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { bibtexOf } from '../../src/pages/references/bibtex.ts';
import { cslJson } from '../../src/pages/references/csl-json.ts';
import { type Reference, referenceOf } from '../../src/pages/references/reference.ts';
import { risOf } from '../../src/pages/references/ris.ts';
import { FULL_ITEM } from '../conformance/full-item.ts';
import { readAll, sourceFile } from '../ingest/read-source.ts';
import { anyItem } from '../support/any-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const LANDING = 'https://oai.example.org/items/x';

const FORMS: readonly [string, (reference: Reference) => string, ImportFormat][] = [
  ['BibTeX', bibtexOf, bibtex],
  ['RIS', risOf, ris],
  ['CSL-JSON', cslJson, cslJsonImport],
];

/** What comes of an item that is taken out in a form and in again by the import format. */
async function roundTrip(item: Item, write: (reference: Reference) => string, format: ImportFormat): Promise<Item> {
  const text = write(referenceOf({ item, landingUrl: LANDING }, 'x/1'));
  const all = await readAll(format, sourceFile(folder, text));
  expect(all.filter(({ kind }) => kind !== 'item' && kind !== 'note')).toEqual([]);
  const items = all.flatMap((one) => (one.kind === 'item' ? [one.item] : []));
  expect(items).toHaveLength(1);
  const checked = checkItem(items[0]);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.item;
}

describe.each(FORMS)('an item as %s', (_name, write, format) => {
  test('comes back by our own import', async () => {
    const back = await roundTrip(FULL_ITEM, write, format);
    expect(back.titles[0]?.text).toBe('Balkanlarda okuma: Bir deneme');
    expect(back.agents).toEqual(
      expect.arrayContaining([{ family: 'Ğökçe', given: 'Şule' }, expect.objectContaining({ role: 'editor' })]),
    );
    expect(back.type).toBe('article');
    expect(back.dates).toEqual([{ date: '2021-06', kind: 'issued' }]);
    expect(back.host).toMatchObject({
      titles: [{ text: 'Journal of Reading' }],
      issns: ['1234-5679'],
      volume: '12',
      issue: '3–4',
      firstPage: '101',
      lastPage: '120',
    });
    expect(back.identifiers).toContainEqual({ scheme: 'doi', value: '10.5555/full' });
    expect(back.links).toEqual(['https://journal.example.org/full?a=1&b=2']);
    expect(back.publishers?.[0]?.name).toBe('Okuma Yayınları');
    expect(back.keywords).toEqual([{ text: 'okuma' }]);
    expect(back.languages).toEqual(['tur']);
    expect(back.abstracts?.[0]?.text.replace('\n', ' ')).toBe('Kısa özet');
  });

  test.each([
    'bachelorThesis',
    'masterThesis',
    'doctoralThesis',
    'book',
    'bookPart',
    'conferenceObject',
    'report',
  ] as const)('is a %s afterwards too', async (type) => {
    const { host: _host, ...item } = FULL_ITEM;
    expect((await roundTrip({ ...item, type }, write, format)).type).toBe(type);
  });

  test.each([
    "100 % of $5 & #1: a_b^c ~ d\\e {f} `g` --h-- ''i'' \"j\" @k",
    'ER  - TY  - JOUR',
    '} @article{x, title = {y}',
    'Ünïcödé – 日本語 – العربية',
  ])('keeps a title that means something to programs: %s', async (text) => {
    const { titles } = await roundTrip({ ...FULL_ITEM, titles: [{ text }] }, write, format);
    // White space is not theirs to keep.
    expect(titles[0]?.text.replace(/ +/g, ' ')).toBe(text.replace(/ +/g, ' '));
  });

  test('keeps names together', async () => {
    const agents = [
      { family: 'van der Berg', given: 'Hans' },
      { kind: 'organisation' as const, literal: 'Sand and Sea Institute' },
      { family: 'Ó hAnd', given: 'Ann' },
    ];
    const back = await roundTrip({ ...FULL_ITEM, agents }, write, format);
    expect(back.agents?.map(({ family, given, literal }) => literal ?? `${family}, ${given}`)).toEqual([
      'van der Berg, Hans',
      'Sand and Sea Institute',
      'Ó hAnd, Ann',
    ]);
  });

  test('is one record whatever the item says, with its title', async () => {
    await fc.assert(
      fc.asyncProperty(anyItem, async (value) => {
        const checked = checkItem(value);
        if (checked.ok) await roundTrip(checked.item, write, format);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

test.each([
  ['BibTeX', bibtexOf, '@bibtex/text'],
  ['RIS', risOf, '@ris/file'],
] as const)('citation-js, which shares no code with us, reads the %s as the item is', (_name, write, forceType) => {
  const item: Item = {
    ...FULL_ITEM,
    titles: [{ text: '100 % of $5 & #1: a_b^c {f} ünï' }],
    agents: [
      { family: 'van der Berg', given: 'Hans' },
      { kind: 'organisation', literal: 'Sand and Sea Institute' },
    ],
    links: ['https://journal.example.org/100%25_a'],
  };
  const [read, ...others] = plugins.input.chain(write(referenceOf({ item, landingUrl: LANDING }, 'x/1')), {
    forceType,
    generateGraph: false,
  });
  expect(others).toEqual([]);
  expect(read).toMatchObject({
    type: 'article-journal',
    title: '100 % of $5 & #1: a_b^c {f} ünï',
    author: [{ family: 'van der Berg', given: 'Hans' }, { family: 'Sand and Sea Institute' }],
    issued: { 'date-parts': [[2021, 6]] },
    'container-title': 'Journal of Reading',
    volume: '12',
    DOI: '10.5555/full',
    URL: 'https://journal.example.org/100%25_a',
  });
});
