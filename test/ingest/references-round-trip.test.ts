import { plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import fc from 'fast-check';
import { bibtex } from '../../src/ingest/bibtex.ts';
import { cslJson } from '../../src/ingest/csl-json.ts';
import type { ImportFormat } from '../../src/ingest/import-format.ts';
import { ris } from '../../src/ingest/ris.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { itemToCsl, TYPES_IN_CSL } from './item-to-csl.ts';
import { readAll, sourceFile } from './read-source.ts';

/**
 * References in CSL, written as BibTeX, biblatex and RIS by citation-js, which shares no code with the import. What the
 * file makes of them must be what CSL-JSON makes of them, but for what that writer does not write (`dropped`).
 */
const folder = temporaryFolder();
const config = plugins.config.get('@bibtex').format;
config.useIdAsLabel = true;
config.checkLabel = false;

async function itemsOf(format: ImportFormat, text: string): Promise<Item[]> {
  const all = await readAll(format, sourceFile(folder, text));
  return all.flatMap((one) => {
    if (one.kind === 'refusal') throw new Error(`${one.line}: ${one.reason}\n${text}`);
    if (one.kind !== 'item') return [];
    const checked = checkItem(one.item);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    return [checked.item];
  });
}

/** Letters that LaTeX has commands for, so that the writer can spell them in ASCII. */
const LATIN = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàéîõüşğıçčžøłßœåńőąİ'];
const ANY_SCRIPT = [...LATIN, ...'жюя中文字αβγאבעربی'];
const CAPITALS = [...'ABCDEFGHIJKLMNOPRSTUVWZÇÖÉŠ'];

const wordOf = (letters: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...CAPITALS), fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 }))
    .map(([first, rest]) => first + rest.join(''))
    // It stands between two names in BibTeX, however it is written.
    .filter((word) => word.toLowerCase() !== 'and');
const wordsOf = (letters: readonly string[], most: number) =>
  fc.array(wordOf(letters), { minLength: 1, maxLength: most }).map((words) => words.join(' '));

/** Every variable that one of the writers carries. */
const variablesOf = (letters: readonly string[], isShort: boolean) => {
  const text = (most: number) => wordsOf(letters, isShort ? Math.min(most, 6) : most);
  const name = {
    person: fc.record({ family: wordOf(letters), given: text(2) }),
    personWithAll: fc.record({
      family: wordOf(letters),
      given: text(2),
      suffix: fc.constant('Jr.'),
      'non-dropping-particle': fc.constantFrom('van der', 'de'),
    }),
    body: text(2).map((literal) => ({ literal: `${literal} Society` })),
  };
  const names = fc.array(isShort ? name.person : fc.oneof(name.person, name.personWithAll, name.body), {
    minLength: 1,
    maxLength: 4,
  });
  const date = fc.tuple(
    fc.integer({ min: 1800, max: 2030 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  );
  const count = fc.integer({ min: 1, max: 99 }).map(String);
  return {
    title: text(6),
    author: names,
    editor: names,
    year: date.map(([year]) => [year]),
    issued: fc.tuple(date, fc.integer({ min: 1, max: 3 })).map(([parts, length]) => parts.slice(0, length)),
    'container-title': text(4),
    publisher: text(3),
    volume: count,
    issue: count,
    page: fc.oneof(
      fc.tuple(fc.nat(900), fc.nat(90)).map(([from, more]) => `${from + 1}-${from + more + 2}`),
      fc.nat(900).map((at) => `e${at + 1}`),
    ),
    DOI: fc.stringMatching(/^10\.5555\/[a-z0-9._]{1,10}[a-z0-9]$/),
    URL: fc.stringMatching(/^https:\/\/example\.org\/[a-z0-9~_-]{0,3}[a-z0-9]{1,8}$/),
    ISBN: fc.constantFrom('979-7-0000-0002-4', '979-7-0000-0003-1'),
    ISSN: fc.constantFrom('9999-0008', '9999-0016'),
    abstract: text(20),
    keyword: fc.array(text(2), { minLength: 1, maxLength: 4 }).map((words) => [...new Set(words)].join(',')),
    language: fc.constantFrom('tr', 'en', 'de', 'sr'),
    genre: fc.constant('Working paper'),
  };
};
type Variable = keyof ReturnType<typeof variablesOf>;

const EVERYWHERE: readonly Variable[] = ['title', 'author', 'DOI', 'URL'];
const TEXTS: readonly Variable[] = ['abstract', 'keyword', 'language'];
/** What each writer carries, by type. `year` is a date of which only the year is written. */
const CARRIED: Readonly<Record<string, Readonly<Record<string, readonly Variable[]>>>> = {
  bibtex: {
    'article-journal': ['issued', 'editor', 'container-title', 'publisher', 'volume', 'issue', 'page', 'ISSN', 'genre'],
    book: ['issued', 'editor', 'publisher', 'ISBN', 'genre'],
    chapter: ['issued', 'editor', 'container-title', 'publisher', 'volume', 'page', 'ISBN', 'genre'],
    'paper-conference': [
      'issued',
      'editor',
      'container-title',
      'publisher',
      'volume',
      'issue',
      'page',
      'ISBN',
      'genre',
    ],
    report: ['issued', 'editor', 'publisher', 'ISBN', 'genre'],
  },
  biblatex: {
    'article-journal': [
      ...TEXTS,
      'issued',
      'editor',
      'container-title',
      'publisher',
      'volume',
      'issue',
      'page',
      'ISSN',
    ],
    book: [...TEXTS, 'issued', 'editor', 'publisher', 'ISBN'],
    chapter: [...TEXTS, 'issued', 'editor', 'container-title', 'publisher', 'volume', 'page', 'ISBN'],
    'paper-conference': [
      ...TEXTS,
      'issued',
      'editor',
      'container-title',
      'publisher',
      'volume',
      'issue',
      'page',
      'ISBN',
    ],
    report: [...TEXTS, 'issued', 'editor', 'publisher', 'ISBN'],
  },
  // Not bodies (their names look like others) nor particles, and no text of more than 70 characters, which it cuts.
  ris: {
    'article-journal': [...TEXTS, 'issued', 'container-title', 'volume', 'issue', 'page', 'ISSN', 'genre'],
    book: [...TEXTS, 'issued', 'editor', 'publisher', 'ISBN', 'genre'],
    chapter: [...TEXTS, 'year', 'editor', 'container-title', 'publisher', 'volume', 'page', 'ISBN'],
    'paper-conference': [...TEXTS, 'issued', 'editor', 'container-title', 'publisher', 'volume', 'page', 'ISBN'],
    report: [...TEXTS, 'issued', 'publisher', 'genre'],
  },
};

/** References of the types that a writer has, each with some of the variables that it carries. */
function referencesFor(writer: string, letters: readonly string[]) {
  const variables = variablesOf(letters, writer === 'ris');
  const kinds = Object.entries(CARRIED[writer] ?? {}).map(([type, names]) => {
    const model = Object.fromEntries([...EVERYWHERE, ...names].map((name) => [name, variables[name]]));
    return fc
      .record(model as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: ['title'] })
      .map(({ issued = undefined, year = issued, ...rest }): Record<string, unknown> => {
        return { type, ...rest, ...(year !== undefined && { issued: { 'date-parts': [year] } }) };
      });
  });
  return fc
    .array(fc.oneof(...kinds), { minLength: 1, maxLength: 20 })
    .map((references) => references.map((reference, i) => ({ id: `key_${i}`, ...reference })));
}

describe('what citation-js writes of a reference is read as the reference is', () => {
  test.each([
    ['bibtex', bibtex, true, LATIN],
    ['bibtex', bibtex, false, ANY_SCRIPT],
    ['biblatex', bibtex, true, LATIN],
    ['biblatex', bibtex, false, ANY_SCRIPT],
    ['ris', ris, false, ANY_SCRIPT],
  ] as const)('%s', async (writer, format, asciiOnly, letters) => {
    await fc.assert(
      fc.asyncProperty(referencesFor(writer, letters), async (references) => {
        config.asciiOnly = asciiOnly;
        const text = plugins.output.format(writer, references);
        expect(await itemsOf(format, text)).toEqual(await itemsOf(cslJson, JSON.stringify(references)));
      }),
      { numRuns: 60 },
    );
  });
});

const words = wordsOf(ANY_SCRIPT, 4);
const text = words.map((one) => ({ text: one }));
const isoDate = fc
  .tuple(fc.integer({ min: 1000, max: 2030 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .chain((parts) => fc.integer({ min: 1, max: 3 }).map((length) => parts.slice(0, length)))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'));
const listOf = <T>(entry: fc.Arbitrary<T>) => fc.uniqueArray(entry, { minLength: 1, maxLength: 3, selector: String });
const uniqueTexts = fc.uniqueArray(text, { minLength: 1, maxLength: 4, selector: (one) => one.text });

/** In the order in which CSL has the roles. */
const agents = fc
  .tuple(
    ...[{}, { role: 'editor' }, { role: 'translator' }, { role: 'contributor' }].map((role) =>
      fc.array(
        fc.oneof(
          fc.record({ family: words, given: words }).map((name) => ({ ...role, ...name })),
          fc
            .record({ family: words, orcid: fc.constant('0000-0001-2000-0014'), affiliations: listOf(words) })
            .map(({ affiliations, ...rest }) => ({
              ...role,
              ...rest,
              affiliations: affiliations.map((name) => ({ name })),
            })),
          words.map((literal) => ({ ...role, kind: 'organisation', literal })),
        ),
        { maxLength: 2 },
      ),
    ),
  )
  .map((lists) => lists.flat());
const host = fc.record(
  {
    titles: text.map((title) => [title]),
    issns: fc.constant(['9999-0008', '9999-0016']),
    volume: fc.constantFrom('1', 'XIV', '2/3'),
    issue: fc.constantFrom('1', '2-3', 'Spring'),
    articleNumber: fc.constant('e17'),
    firstPage: fc.constantFrom('1', 'xii', 'e7'),
    lastPage: fc.constantFrom('99', 'xx'),
  },
  { requiredKeys: ['titles', 'firstPage'] },
);

const PARTS = ['article', 'bookPart', 'conferenceObject', 'review', 'contributionToPeriodical'];
const item = fc
  .record(
    {
      titles: fc
        .tuple(text, fc.array(text, { maxLength: 1 }))
        .map(([main, sub]) => [main, ...sub.map((one) => ({ ...one, kind: 'subtitle' }))]),
      agents,
      abstracts: uniqueTexts,
      keywords: uniqueTexts,
      languages: fc.uniqueArray(fc.constantFrom('tur', 'eng', 'deu', 'cnr', 'kmr')),
      dates: fc.tuple(isoDate, isoDate).map(([issued, submitted]) => [
        { date: issued, kind: 'issued' },
        { date: submitted, kind: 'submitted' },
      ]),
      publishers: fc.uniqueArray(words, { maxLength: 2 }).map((names) => names.map((name) => ({ name }))),
      host,
      extent: fc.oneof(
        fc.integer({ min: 1, max: 999 }).map((pages) => ({ pages })),
        fc.constant({ text: 'xii, 17 p. and maps' }),
      ),
      type: fc.constantFrom(...TYPES_IN_CSL),
      identifiers: fc.constant([
        { scheme: 'doi', value: '10.5555/Ab(1)<2>' },
        { scheme: 'pmid', value: '123' },
      ]),
      links: fc.uniqueArray(fc.webUrl().map((url) => `${url.replace(/\/?$/, '/')}x`)),
      files: fc.constant([{ uri: 'https://example.org/a', mediaType: 'text/csv' }]),
      licence: fc.oneof(
        fc.constant({ uri: 'https://creativecommons.org/licenses/by/4.0/' }),
        isoDate.map((start) => ({ uri: 'https://example.org/licence', start })),
      ),
      funding: fc
        .tuple(words, words)
        .map(([funder, award]) => [
          { funder, funderIdentifier: 'https://doi.org/10.5555/5011', award },
          { funder: award },
        ]),
    },
    { requiredKeys: ['titles'] },
  )
  .map((one): Item => {
    // Only what stands in something else has a place in it.
    const { host: whole, ...alone } = one;
    const kept = PARTS.includes(one.type ?? '') ? { ...alone, host: whole } : alone;
    const checked = checkItem({ identifier: 'x/1', ...JSON.parse(JSON.stringify(kept)) });
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    return checked.item;
  });

describe('what an item says in CSL is read as the item', () => {
  test('for all that CSL has a variable for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 10 }), async (items) => {
        const named = items.map((one, i) => ({ ...one, identifier: `article/${i}` }));
        const csl = named.map(itemToCsl);
        expect(await itemsOf(cslJson, JSON.stringify(csl, null, 2))).toEqual(named);
        expect(await itemsOf(cslJson, csl.map((one) => JSON.stringify(one)).join('\n'))).toEqual(named);
      }),
      { numRuns: 60 },
    );
  });
});
