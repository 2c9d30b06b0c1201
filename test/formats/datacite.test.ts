import { creativeCommons } from '../../src/formats/creative-commons.ts';
import { datacite } from '../../src/formats/datacite.ts';
import { oaiDatacite } from '../../src/formats/oai-datacite.ts';
import type { Item } from '../../src/items/item.ts';
import { parseTree, type XmlElement } from '../../src/judge/xml-tree.ts';
import { ID } from '../support/fixture-f.ts';
import { type ContractOptions, formatContract } from './format-contract.ts';
import { FULL_ITEM } from './full-item.ts';

const NOT_IN_KERNEL = { cannot: 'kernel-4 has no place for it' };

/** Puts in what kernel-4 demands, where it is missing. */
function complete(item: Item): Item {
  const { agents = [], dates = [], identifiers = [], publishers = [] } = item;
  const author = agents.some(({ role = 'author' }) => role === 'author');
  const dated = dates.some(({ kind }) => kind === 'issued');
  const doi = identifiers.some(({ scheme }) => scheme === 'doi');
  return {
    ...item,
    agents: author ? agents : [...agents, { literal: 'Somebody' }],
    dates: dated ? dates : [...dates, { date: '2020', kind: 'issued' }],
    identifiers: doi ? identifiers : [...identifiers, { scheme: 'doi', value: '10.5555/some' }],
    publishers: publishers.length > 0 ? publishers : [{ name: 'Some press' }],
    type: item.type ?? 'article',
  };
}

const SMALL: Item = complete({ identifier: ID('small'), titles: [{ text: 'A title' }] });

const OPTIONS: ContractOptions = {
  complete,
  coverage: {
    identifier: 'text',
    'titles.text': 'text',
    'titles.lang': 'coded',
    'titles.kind': 'coded',
    'agents.role': 'coded',
    'agents.kind': 'coded',
    'agents.family': 'text',
    'agents.given': 'text',
    'agents.literal': 'text',
    'agents.orcid': 'text',
    'agents.affiliations.name': 'text',
    'agents.affiliations.ror': 'text',
    'abstracts.text': 'text',
    'abstracts.lang': 'coded',
    'keywords.text': 'text',
    'keywords.lang': 'coded',
    'subjects.text': 'text',
    'subjects.lang': 'coded',
    'subjects.scheme': 'text',
    'subjects.uri': 'text',
    languages: 'coded',
    'dates.date': 'text',
    'dates.kind': 'coded',
    'publishers.name': 'text',
    'publishers.lang': 'coded',
    'host.titles.text': 'text',
    'host.titles.lang': 'coded',
    'host.issns': 'text',
    'host.volume': 'text',
    'host.issue': 'text',
    'host.firstPage': 'text',
    'host.lastPage': 'text',
    'host.articleNumber': 'text',
    'host.citation': 'text',
    'extent.pages': 'text',
    'extent.text': 'text',
    type: 'coded',
    'identifiers.scheme': 'coded',
    'identifiers.value': 'text',
    links: 'text',
    'files.uri': 'text',
    'files.mediaType': 'text',
    'files.label': NOT_IN_KERNEL,
    'access.status': 'text',
    'access.embargoEnd': 'text',
    'licence.uri': 'text',
    'licence.text': 'text',
    'licence.start': NOT_IN_KERNEL,
    version: { cannot: 'version is a number there, not a state of the text' },
    'funding.funder': 'text',
    'funding.funderIdentifier': 'text',
    'funding.programme': NOT_IN_KERNEL,
    'funding.award': 'text',
    'funding.jurisdiction': NOT_IN_KERNEL,
    'funding.title': 'text',
    'funding.acronym': 'text',
    'relations.type': 'coded',
    'relations.scheme': 'coded',
    'relations.value': 'text',
    'coverage.text': 'text',
    'coverage.lang': 'coded',
    sets: { cannot: 'sets stand in the header' },
    modified: { cannot: 'it dates the description, and Updated is of the item' },
    visibleFrom: { cannot: 'it says when the record appears, not what it says' },
  },
};

formatContract(datacite, {
  ...OPTIONS,
  goldens: {
    chapter: {
      identifier: ID('chapter/1'),
      titles: [{ text: 'Kapitel drei', lang: 'de' }],
      agents: [{ kind: 'organisation', literal: 'Institute of Tides' }],
      languages: ['deu'],
      dates: [{ date: '2019-05', kind: 'issued' }],
      publishers: [{ name: 'Quay Press' }],
      host: { titles: [{ text: 'Das Hafenbuch', lang: 'de' }], issns: ['1234-5679'], firstPage: '31' },
      extent: { pages: 1 },
      type: 'bookPart',
      identifiers: [{ scheme: 'doi', value: '10.5555/chapter.1' }],
      access: { status: 'open' },
      licence: { text: 'All rights kept.' },
      funding: [{ funder: 'Lantern Fund', funderIdentifier: 'https://doi.org/10.13039/000000000', acronym: 'LAMP' }],
    },
  },
});
formatContract(oaiDatacite, OPTIONS);

function resource(item: Partial<Item>): XmlElement {
  const payload = datacite.render({ ...SMALL, ...item }, { landingPage: '', repositoryIdentifier: 'oai.example.org' });
  return parseTree(payload ?? '<none/>');
}

/** The elements of a name, wherever they stand, as `text {attribute=value …}`. */
function all(name: string, item: Partial<Item>): string[] {
  const found: string[] = [];
  const visit = (element: XmlElement): void => {
    const attributes = element.attributes.map(({ local, value }) => `${local}=${value}`).join(' ');
    if (element.local === name) found.push(attributes === '' ? element.text : `${element.text} {${attributes}}`);
    element.children.forEach(visit);
  };
  visit(resource(item));
  return found;
}

describe('DataCite demands six things, and nothing is made up for them', () => {
  test.each<[string, Partial<Item>]>([
    ['a DOI', { identifiers: [{ scheme: 'handle', value: '99999/1' }] }],
    ['a creator', { agents: [{ role: 'editor', literal: 'Ivo Tarnik' }] }],
    ['a publisher', { publishers: [] }],
    ['a year', { dates: [{ date: '2020', kind: 'created' }] }],
  ])('without %s there is no record', (_what, item) => {
    expect(resource({}).local).toBe('resource');
    expect(resource(item).local).toBe('none');
  });

  test('without a type there is no record', () => {
    const { type: _type, ...untyped } = SMALL;
    expect(datacite.render(untyped, { landingPage: '', repositoryIdentifier: 'x' })).toBeUndefined();
    expect(oaiDatacite.render(untyped, { landingPage: '', repositoryIdentifier: 'x' })).toBeUndefined();
  });

  test('the year is that of issue, else of availability, else of the end of the embargo', () => {
    const access: Item['access'] = { status: 'embargoed', embargoEnd: '2031-05-04' };
    const available = { date: '2022-01', kind: 'available' } as const;
    const issued = { date: '2021-06-30', kind: 'issued' } as const;
    expect(all('publicationYear', { dates: [available, issued], access })).toEqual(['2021']);
    expect(all('publicationYear', { dates: [available], access })).toEqual(['2022']);
    expect(all('publicationYear', { dates: [], access })).toEqual(['2031']);
    expect(all('date', { dates: [available], access })).toEqual([
      '2022-01 {dateType=Available}',
      '2031-05-04 {dateType=Available}',
    ]);
  });
});

test('oai_datacite holds the very record of datacite, with version and datacentre', () => {
  const context = { landingPage: '', repositoryIdentifier: 'data.inst-itut.example.org' };
  const whole = oaiDatacite.render(FULL_ITEM, context) ?? '';
  expect(whole).toContain(`<payload>${datacite.render(FULL_ITEM, context)}</payload>`);
  expect(parseTree(whole).children.map(({ local, text }) => [local, text])).toEqual([
    ['schemaVersion', '4.7'],
    ['datacentreSymbol', 'DATA.INST-ITUT.EXAMPLE.ORG'],
    ['payload', ''],
  ]);
});

test('the main title comes first and alone has no type', () => {
  const titles: Item['titles'] = [
    { text: 'Harbours', lang: 'en', kind: 'translated' },
    { text: 'Limanlar', lang: 'tr' },
    { text: 'Kırk tablo', lang: 'tr', kind: 'subtitle' },
  ];
  expect(all('title', { titles })).toEqual([
    'Limanlar {lang=tr}',
    'Harbours {lang=en titleType=TranslatedTitle}',
    'Kırk tablo {lang=tr titleType=Subtitle}',
  ]);
  expect(all('title', { titles: [{ text: 'Harbours', kind: 'translated' }] })).toEqual(['Harbours']);
});

test('organisations have no given and family names, and each role has its word', () => {
  const agents: Item['agents'] = [
    { kind: 'organisation', literal: 'Society for Quiet Instruments' },
    { role: 'translator', family: 'Martıcı', given: 'Elif' },
    { role: 'contributor', literal: 'Plato' },
  ];
  expect(all('creatorName', { agents })).toEqual(['Society for Quiet Instruments {nameType=Organizational}']);
  expect(all('contributorName', { agents })).toEqual([
    'Martıcı, Elif {nameType=Personal}',
    'Plato {nameType=Personal}',
  ]);
  expect(all('contributor', { agents })).toEqual([' {contributorType=Translator}', ' {contributorType=Other}']);
  expect(all('familyName', { agents })).toEqual(['Martıcı']);
});

test('relations go by identifier where the controlled list has its type, else by words', () => {
  const relations: NonNullable<Item['relations']> = [
    { type: 'hasTranslation', scheme: 'arxiv', value: '2101.00001' },
    { type: 'isFormatOf', scheme: 'pmcid', value: 'PMC1' },
    { type: 'replaces', scheme: 'urn', value: 'nbn:de:1-2' },
    { type: 'relates', scheme: 'constructor', value: 'B 12' },
    { type: 'isReplacedBy', scheme: 'url', value: 'not a URL' },
    { type: 'hasPart', value: 'https://example.org/part' },
  ];
  expect(all('relatedIdentifier', { relations })).toEqual([
    'arXiv:2101.00001 {relatedIdentifierType=arXiv relationType=HasTranslation}',
    'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/ {relatedIdentifierType=URL relationType=IsVariantFormOf}',
    'urn:nbn:de:1-2 {relatedIdentifierType=URN relationType=Obsoletes}',
    'https://example.org/part {relatedIdentifierType=URL relationType=HasPart}',
  ]);
  expect(all('relatedItem', { relations })).toEqual([
    ' {relatedItemType=Other relationType=Other relationTypeInformation=Is related to}',
    ' {relatedItemType=Other relationType=IsObsoletedBy}',
  ]);
  expect(all('title', { relations }).slice(1)).toEqual(['constructor:B 12', 'not a URL']);
});

test('the ISSN of a chapter is of the series, not of the book', () => {
  const host = { titles: [{ text: 'Book or journal' }], issns: ['1234-5679'] };
  expect(all('relatedItemIdentifier', { host, type: 'article' })).toEqual([
    '1234-5679 {relatedItemIdentifierType=ISSN}',
  ]);
  expect(all('relatedItemIdentifier', { host, type: 'bookPart' })).toEqual([]);
  expect(all('relatedIdentifier', { host, type: 'bookPart' })).toEqual([
    '1234-5679 {relatedIdentifierType=ISSN relationType=IsPublishedIn}',
  ]);
  expect(all('relatedIdentifier', { host, type: 'article' })).toEqual([
    '1234-5679 {relatedIdentifierType=ISSN relationType=IsPublishedIn resourceTypeGeneral=Journal}',
  ]);
});

test('a citation whose parts are not known is series information', () => {
  expect(all('description', { host: { citation: 'Annals, no. 5' } })).toEqual([
    'Annals, no. 5 {descriptionType=SeriesInformation}',
  ]);
  expect(all('relatedItem', { host: { citation: 'Annals, no. 5' } })).toEqual([]);
});

test('periods that it is about are dates, other coverage is a subject', () => {
  const coverage = [{ text: '1903/1931' }, { text: 'Adriatic Sea', lang: 'en' }];
  expect(all('date', { coverage }).slice(1)).toEqual(['1903/1931 {dateType=Coverage}']);
  expect(all('subject', { coverage })).toEqual(['Adriatic Sea {lang=en}']);
});

test('rights: the access term, the licence by SPDX where it is one of Creative Commons, else by its URL', () => {
  expect(
    all('rights', { access: { status: 'open' }, licence: { uri: 'http://creativecommons.org/licenses/by-nc-nd/3.0' } }),
  ).toEqual([
    'Open Access {rightsURI=info:eu-repo/semantics/openAccess}',
    'Creative Commons Attribution Non Commercial No Derivatives 3.0 Unported {rightsURI=http://creativecommons.org/licenses/by-nc-nd/3.0 rightsIdentifier=CC-BY-NC-ND-3.0 rightsIdentifierScheme=SPDX schemeURI=https://spdx.org/licenses/}',
  ]);
  expect(all('rights', { licence: { uri: 'https://example.org/terms' } })).toEqual([
    'https://example.org/terms {rightsURI=https://example.org/terms}',
  ]);
  expect(all('rights', { licence: { uri: 'https://example.org/terms', text: 'Ask first.' } })).toEqual([
    'Ask first. {rightsURI=https://example.org/terms}',
  ]);
});

test('a grant without a title goes by its acronym; funders are known by their registries', () => {
  const funding: Item['funding'] = [
    { funder: 'A', funderIdentifier: 'https://doi.org/10.13039/501100000780', acronym: 'SEA', award: '7' },
    { funder: 'B', funderIdentifier: 'https://isni.org/isni/0000000000000001' },
    { funder: 'C', funderIdentifier: 'https://example.org/c' },
    { funder: 'D' },
  ];
  expect(all('awardTitle', { funding })).toEqual(['SEA']);
  expect(all('funderIdentifier', { funding }).map((text) => text.split('funderIdentifierType=')[1])).toEqual([
    'Crossref Funder ID schemeURI=https://www.crossref.org/services/funder-registry/}',
    'ISNI schemeURI=https://isni.org/}',
    'Other}',
  ]);
  expect(all('funderName', { funding })).toEqual(['A', 'B', 'C', 'D']);
});

test.each([
  ['https://creativecommons.org/licenses/by/4.0/', 'CC-BY-4.0'],
  ['https://creativecommons.org/licenses/by-sa/4.0/legalcode.tr', 'CC-BY-SA-4.0'],
  ['http://www.creativecommons.org/licenses/by-nd-nc/1.0/', 'CC-BY-NC-ND-1.0'],
  ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0-1.0'],
  ['https://creativecommons.org/publicdomain/mark/1.0/deed.en', 'CC-PDM-1.0'],
  ['https://creativecommons.org/licenses/by/3.0/de/', undefined],
  ['https://creativecommons.org/licenses/by/5.0/', undefined],
  ['https://creativecommons.org/licenses/constructor/4.0/', undefined],
  ['https://creativecommons.org/publicdomain/by/4.0/', undefined],
  ['https://example.org/licenses/by/4.0/', undefined],
])('%s is %s in the list of SPDX', (uri, spdx) => {
  expect(creativeCommons(uri)?.spdx).toBe(spdx);
});
