import fc from 'fast-check';
import { isPeriod } from '../../src/formats/is-period.ts';
import { marc21 } from '../../src/formats/marc21.ts';
import { marcxml } from '../../src/ingest/marcxml.ts';
import { isIsbn, isIssn } from '../../src/items/check-digit.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { bareDoi } from '../../src/items/doi.ts';
import type { Item } from '../../src/items/item.ts';
import { bibliographicCode, languageCode, languageTag } from '../../src/items/language.ts';
import { FULL_ITEM } from '../formats/full-item.ts';
import { anyItem } from '../support/any-item.ts';
import { ID } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const CONTEXT = { landingPage: 'https://oai.example.org/items/any', repositoryIdentifier: 'oai.example.org' };

/** Item, marc21, import format marcxml, item. */
async function returned(item: Item): Promise<Item> {
  const incoming = await readAll(marcxml, sourceFile(folder, marc21.render(item, CONTEXT) ?? ''));
  const [first] = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  return kept(first);
}

function kept(value: unknown): Item {
  const checked = checkItem(value);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.item;
}

const unique = <T>(list: readonly T[]): T[] => [
  ...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values(),
];
const inOneLine = (text: string) => text.replace(/\s+/g, (run) => (/[\n\t\u2028\u2029]/.test(run) ? ' ' : run));
const plainTexts = (list: readonly { text: string }[] = []) => list.map(({ text }) => ({ text }));

/**
 * What MARC carries of an item: the table of docs/marc.md, in code. Whatever is not here does not come back; whatever
 * is not as it was changes its form.
 */
function carried(item: Item): unknown {
  const { identifiers = [], host, languages = [], abstracts = [], funding = [], coverage = [], subjects = [] } = item;
  const { type, version, access, licence, modified } = item;
  const dois = new Set(identifiers.flatMap(({ scheme, value }) => (scheme === 'doi' ? [value.toLowerCase()] : [])));
  const isCoded = (code: string) => bibliographicCode(code) !== undefined;
  return {
    identifier: item.identifier,
    titles: titles(item),
    agents: agents(item),
    abstracts: unique(
      abstracts.map(({ text }) => ({ text: inOneLine(text), ...(abstracts.length === 1 && langOf(item)) })),
    ),
    keywords: unique(plainTexts([...(item.keywords ?? []), ...coverage.filter(({ text }) => !isPeriod(text))])),
    subjects: unique([
      ...['lcc', 'udc', 'ddc'].flatMap((scheme) =>
        subjects.flatMap(({ text, ...other }) =>
          other.scheme === scheme && /\d/.test(text) ? [{ text, scheme }] : [],
        ),
      ),
      ...subjects.flatMap(({ lang: _, ...heading }) =>
        ['lcc', 'udc', 'ddc'].includes(heading.scheme ?? '') && /\d/.test(heading.text) ? [] : [heading],
      ),
    ]),
    languages: [...languages.filter(isCoded), ...languages.filter((code) => !isCoded(code))],
    dates: unique(
      [['issued'], ['created', 'updated'], ['submitted', 'accepted', 'available']].flatMap((kinds) =>
        (item.dates ?? []).filter(({ kind }) => kinds.includes(kind)),
      ),
    ),
    publishers: unique((item.publishers ?? []).map(({ name }) => ({ name }))),
    host: hostOf(host, identifiers),
    extent: item.extent,
    type,
    identifiers: unique([
      ...identifiers.flatMap(({ scheme, value }) =>
        scheme === 'isbn' && isIsbn(value) ? [{ scheme, value: bare(value) }] : [],
      ),
      ...identifiers.filter(({ scheme, value }) => scheme === 'issn' && isIssn(value) && host?.issns),
      ...identifiers.filter(({ scheme }) => scheme !== 'isbn' && scheme !== 'issn'),
    ]),
    links: item.links?.filter((link) => !dois.has(bareDoi(link)?.toLowerCase() ?? '')),
    files: item.files && unique(item.files),
    access,
    licence,
    version,
    funding: unique(
      funding.map((grant) => {
        const uri = funding.find(({ funder, funderIdentifier }) => funder === grant.funder && funderIdentifier);
        return { ...grant, ...(uri?.funderIdentifier && { funderIdentifier: uri.funderIdentifier }) };
      }),
    ),
    relations: relations(item),
    coverage: unique(plainTexts(coverage.filter(({ text }) => isPeriod(text)))),
    modified: modified?.includes('T') ? modified : undefined,
  };
}

/** The language without script or region. */
function langOf({ abstracts = [] }: Item): { lang?: string } {
  const [primary = ''] = abstracts[0]?.lang?.split('-') ?? [];
  const code = languageCode(primary);
  return code === undefined ? {} : { lang: languageTag(code) };
}

/** Without languages; the main title first, each subtitle behind the title of its language, the others last. */
function titles({ titles }: Item): unknown[] {
  const main = titles.find(({ kind = 'main' }) => kind === 'main') ?? titles[0];
  const isSubtitle = (title: Item['titles'][number]) => title !== main && title.kind === 'subtitle';
  const subtitles = titles.filter(isSubtitle);
  const withSubtitle = [main, ...titles.filter((title) => title !== main && !isSubtitle(title))].flatMap((title) => {
    if (!title) return [];
    const at = subtitles.findIndex(({ lang }) => lang === title.lang);
    const kind = title === main ? 'main' : title.kind === 'translated' ? 'translated' : 'alternative';
    const own = at < 0 ? [] : subtitles.splice(at, 1);
    return [{ text: title.text, kind }, ...own.map(({ text }) => ({ text, kind: 'subtitle' }))];
  });
  return unique([...withSubtitle, ...subtitles.map(({ text }) => ({ text, kind: 'subtitle' }))]);
}

/** The first author, then persons, then bodies; one form of the name. */
function agents({ agents = [] }: Item): unknown[] {
  const first = agents.find(({ role = 'author' }) => role === 'author');
  const others = agents.filter((agent) => agent !== first);
  const isBody = ({ kind }: (typeof agents)[number]) => kind === 'organisation';
  return [...(first ? [first] : []), ...others.filter((a) => !isBody(a)), ...others.filter(isBody)].map((agent) => {
    const { role = 'author', family, given, literal, orcid, affiliations } = agent;
    const joined = [family, given].filter((part) => part !== undefined).join(', ');
    const name = isBody(agent)
      ? { kind: 'organisation', literal: literal ?? joined }
      : family === undefined
        ? { literal }
        : { family, given };
    return JSON.parse(
      JSON.stringify({ role, ...name, orcid, affiliations: affiliations?.map((one) => ({ name: one.name })) }),
    );
  });
}

/** Titles without languages; no citation beside parts; the only page is the first; ISSNs of the item where it has none. */
function hostOf(host: Item['host'], identifiers: NonNullable<Item['identifiers']>): unknown {
  const { titles, issns, citation, ...parts } = host ?? {};
  const own = identifiers.flatMap(({ scheme, value }) => (scheme === 'issn' && isIssn(value) ? [value] : []));
  const { volume, issue, firstPage, lastPage, articleNumber } = parts;
  const [page, end] = [...new Set([firstPage, lastPage].filter((one) => one !== undefined))];
  const isKnown = Object.keys(parts).length > 0;
  return JSON.parse(
    JSON.stringify({
      titles: titles && unique(plainTexts(titles)),
      issns: issns ?? (own.length > 0 ? unique(own) : undefined),
      volume,
      issue,
      firstPage: page,
      lastPage: end,
      articleNumber: page === undefined ? articleNumber : undefined,
      citation: isKnown ? undefined : citation,
    }),
  );
}

const ORDER =
  'isTranslationOf hasTranslation isSupplementedBy isSupplementTo isPartOf hasPart isVersionOf,hasVersion isFormatOf replaces isReplacedBy relates,references,isReferencedBy'
    .split(' ')
    .map((types) => types.split(','));

/** By the fields that they stand in. ISBNs without hyphens, a URN with its name. */
function relations({ relations = [] }: Item): unknown[] {
  const ordered = ORDER.flatMap((types) => relations.filter(({ type }) => types.includes(type)));
  return unique(
    ordered.map(({ type, scheme, value }) => {
      if (scheme === 'isbn' && isIsbn(value)) return { type, scheme, value: bare(value) };
      if (scheme === 'urn' && !value.startsWith('urn:')) return { type, scheme, value: `urn:${value}` };
      return scheme === undefined ? { type, value } : { type, scheme, value };
    }),
  );
}

const bare = (isbn: string) => isbn.replace(/[ -]/g, '').toUpperCase();
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
const without = (marks: RegExp, text: string) => `x${text.replace(marks, '')}`;

/**
 * Items in which no text holds what stands between the parts of a field, since there MARC has no way to tell them
 * apart: a comma in a family name, a semicolon in an affiliation, punctuation in a volume.
 */
function separable(item: Item): Item {
  const { host } = item;
  const part = (name: 'volume' | 'issue' | 'firstPage' | 'lastPage' | 'articleNumber') =>
    host?.[name] === undefined ? {} : { [name]: `1${letters(host[name])}` };
  return kept({
    ...item,
    agents: item.agents?.map((agent) => ({
      ...agent,
      ...(agent.family !== undefined && { family: without(/,/g, agent.family) }),
      ...(agent.given !== undefined && { given: without(/,/g, agent.given) }),
      ...(agent.literal !== undefined && { literal: without(/,/g, agent.literal) }),
      ...(agent.affiliations && {
        affiliations: agent.affiliations.map((one) => ({ ...one, name: without(/;/g, one.name) })),
      }),
    })),
    host: host && {
      ...host,
      ...part('volume'),
      ...part('issue'),
      ...part('firstPage'),
      ...part('lastPage'),
      ...part('articleNumber'),
      ...(host.citation !== undefined && { citation: `In ${letters(host.citation)}` }),
    },
    extent: item.extent && {
      ...(item.extent.pages !== undefined && { pages: (item.extent.pages % 9999) + 1 }),
      ...(item.extent.text !== undefined && { text: without(/\d/g, item.extent.text) }),
    },
    publishers: item.publishers?.map(({ name }) => ({ name: without(/\./g, name) })),
    relations: item.relations?.map((relation) => ({
      ...relation,
      // What looks like an identifier of another scheme is read as one.
      ...(relation.scheme !== 'doi' && relation.scheme !== 'isbn' && { value: without(/:/g, relation.value) }),
    })),
  });
}

/** A subtitle that has lost its language may stand with another title. */
const byText = (item: Item) => ({
  ...item,
  titles: item.titles.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

describe('from item to marc21 and back', () => {
  test('the full item keeps what the table says', async () => {
    const back = await returned(FULL_ITEM);
    expect(back).toEqual(kept(carried(FULL_ITEM)));
    expect(back).toEqual({
      identifier: ID('full/1'),
      titles: [
        { text: 'Tides & <Harbours>', kind: 'main' },
        { text: 'Forty tables', kind: 'subtitle' },
        { text: 'Gelgitler ve Limanlar', kind: 'translated' },
        { text: 'Harbour book', kind: 'alternative' },
      ],
      agents: [
        {
          role: 'author',
          family: 'Đorđević',
          given: 'Milica',
          orcid: '0000-0002-1825-0097',
          affiliations: [{ name: 'Institute of Tides' }, { name: 'Harbour Office' }],
        },
        { role: 'author', family: 'Kovács', given: 'Ágnes' },
        { role: 'author', literal: 'Plato of the Quay' },
        { role: 'editor', literal: 'Ivo Tarnik, Jr.' },
        { role: 'translator', family: 'Martıcı', given: 'Elif' },
        { role: 'contributor', kind: 'organisation', literal: 'Society for Quiet Instruments' },
        { role: 'sponsor', kind: 'organisation', literal: 'Lantern Fund' },
      ],
      abstracts: [{ text: 'Two lines about tides. The second one.' }, { text: 'Gelgitler üzerine birkaç söz.' }],
      keywords: [{ text: 'sea level' }, { text: 'deniz seviyesi' }, { text: 'Adriatic Sea' }],
      subjects: [
        { text: '551.47', scheme: 'ddc' },
        { text: 'Oceanography', scheme: 'lcsh', uri: 'https://id.example.org/oceanography' },
      ],
      languages: ['srp', 'eng'],
      dates: [
        { date: '2021-06-30', kind: 'issued' },
        { date: '2019', kind: 'created' },
        { date: '2022-01-15', kind: 'updated' },
        { date: '2020-11-02', kind: 'submitted' },
        { date: '2021-03', kind: 'accepted' },
        { date: '2021-07-01', kind: 'available' },
      ],
      publishers: [{ name: 'Quay Press' }],
      host: {
        titles: [{ text: 'Annals of Measure' }, { text: 'Ölçü Yıllığı' }],
        issns: ['1234-5679', '2434-561X'],
        volume: '14',
        issue: '2',
        firstPage: '101',
        lastPage: '120',
      },
      extent: { pages: 27, text: '5 figures' },
      type: 'article',
      identifiers: [
        { scheme: 'isbn', value: '9783161484100' },
        { scheme: 'doi', value: '10.5555/full.1' },
        { scheme: 'handle', value: '99999/full' },
        { scheme: 'pmid', value: '7654321' },
      ],
      links: FULL_ITEM.links,
      files: FULL_ITEM.files,
      access: FULL_ITEM.access,
      licence: FULL_ITEM.licence,
      version: 'published',
      funding: FULL_ITEM.funding,
      relations: [
        { type: 'isTranslationOf', value: 'An older book' },
        { type: 'isSupplementedBy', scheme: 'doi', value: '10.5555/full.data' },
        { type: 'references', scheme: 'doi', value: '10.5555/noon' },
        { type: 'relates', scheme: 'url', value: 'https://journals.example.org/issue/2' },
      ],
      coverage: [{ text: '1903/1931' }],
      modified: '2022-02-16T09:30:00Z',
    });
  });

  test('changes of form that generated items seldom have', async () => {
    const item: Item = {
      identifier: ID('seldom'),
      titles: [{ text: 'Main' }, { text: 'Second', kind: 'main' }],
      type: 'report',
      identifiers: [
        { scheme: 'issn', value: '9999-0008' },
        { scheme: 'isbn', value: '979-7-00-000000-0' },
        { scheme: 'isbn', value: '12345' },
        { scheme: 'doi', value: '10.5555/seldom' },
      ],
      links: ['https://doi.org/10.5555/SELDOM', 'https://example.org/seldom.pdf'],
      funding: [
        { funder: 'EC', award: '1', funderIdentifier: 'https://ror.org/000000777' },
        { funder: 'EC', award: '2' },
        { funder: 'EC', award: '3', funderIdentifier: 'https://other.example.org/ec' },
      ],
      relations: [{ type: 'relates', scheme: 'urn', value: 'nbn:xx:1' }],
    };
    const back = await returned(item);
    expect(back).toEqual(kept(carried(item)));
    expect(back).toMatchObject({
      titles: [{ kind: 'main' }, { text: 'Second', kind: 'alternative' }],
      host: { issns: ['9999-0008'] },
      identifiers: [
        { scheme: 'isbn', value: '9797000000000' },
        { scheme: 'doi', value: '10.5555/seldom' },
      ],
      links: ['https://example.org/seldom.pdf'],
      funding: ['1', '2', '3'].map((award) => ({ award, funderIdentifier: 'https://ror.org/000000777' })),
      relations: [{ type: 'relates', scheme: 'urn', value: 'urn:nbn:xx:1' }],
    });
  });

  test('any item keeps what the table says, and a second trip changes nothing more', async () => {
    const items = anyItem
      .map((value) => checkItem({ ...(value as object), identifier: ID('any') }))
      .filter((checked) => checked.ok)
      .map((checked) => separable((checked as { item: Item }).item));
    await fc.assert(
      fc.asyncProperty(items, async (item) => {
        const back = await returned(item);
        const { type, ...rest } = kept(carried(item));
        // Where no type is told, the leader tells one.
        expect(back).toEqual(kept({ ...rest, type: type ?? back.type }));
        expect(byText(await returned(back))).toEqual(byText(back));
      }),
      { numRuns: 1000 },
    );
  }, 120_000);
});
