import { createOaiQdc } from '../../src/formats/oai-qdc.ts';
import type { Item } from '../../src/items/item.ts';
import { parseTree, type XmlElement } from '../../src/judge/xml-tree.ts';
import { formatContract } from './format-contract.ts';
import { FULL_ITEM } from './full-item.ts';

const oaiQdc = createOaiQdc('https://oai.example.org/schemas/');
const NOT_IN_DC = { cannot: 'Dublin Core has no element for it' };

formatContract(oaiQdc, {
  coverage: {
    identifier: { cannot: 'it stands in the header, and in the URL of the page where an item has no link' },
    'titles.text': 'text',
    'titles.lang': 'coded',
    'titles.kind': 'coded',
    'agents.role': 'coded',
    'agents.kind': NOT_IN_DC,
    'agents.family': 'text',
    'agents.given': 'text',
    'agents.literal': 'text',
    'agents.orcid': NOT_IN_DC,
    'agents.affiliations.name': NOT_IN_DC,
    'agents.affiliations.ror': NOT_IN_DC,
    'abstracts.text': 'text',
    'abstracts.lang': 'coded',
    'keywords.text': 'text',
    'keywords.lang': 'coded',
    'subjects.text': 'text',
    'subjects.lang': { cannot: 'DCMI allows no xml:lang where an encoding scheme is named, as for LCSH' },
    'subjects.scheme': 'coded',
    'subjects.uri': 'text',
    languages: 'text',
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
    type: 'text',
    'identifiers.scheme': 'coded',
    'identifiers.value': 'text',
    links: 'text',
    'files.uri': 'text',
    'files.mediaType': 'text',
    'files.label': NOT_IN_DC,
    'access.status': 'text',
    'access.embargoEnd': 'text',
    'licence.uri': 'text',
    'licence.text': 'text',
    'licence.start': NOT_IN_DC,
    version: 'text',
    'funding.funder': 'text',
    'funding.funderIdentifier': NOT_IN_DC,
    'funding.programme': 'text',
    'funding.award': 'text',
    'funding.jurisdiction': 'text',
    'funding.title': 'text',
    'funding.acronym': 'text',
    'relations.type': 'coded',
    'relations.scheme': 'coded',
    'relations.value': 'text',
    'coverage.text': 'text',
    'coverage.lang': 'coded',
    sets: { cannot: 'sets stand in the header' },
    modified: { cannot: 'it dates the description, and dcterms:modified is of the item' },
    visibleFrom: { cannot: 'it says when the record appears, not what it says' },
  },
  goldens: {
    dataset: {
      identifier: 'oai:oai.example.org:dataset/1',
      titles: [{ text: 'Harbour walls', lang: 'en' }],
      type: 'dataset',
      subjects: [
        { text: 'QA76', scheme: 'lcc' },
        { text: '42.38', scheme: 'bk' },
        { text: 'Häfen', lang: 'de', scheme: 'house-list' },
      ],
      dates: [{ date: '2019-05', kind: 'issued' }],
      coverage: [{ text: 'Split', lang: 'hr' }, { text: '1903' }, { text: '1990-05' }],
    },
  },
});

/** Statements of a rendering as `element[scheme or language] text`. */
function statements(item: Partial<Item>): string[] {
  const payload = oaiQdc.render(
    { identifier: 'oai:oai.example.org:x', titles: [{ text: 'T' }], ...item },
    { landingPage: 'https://oai.example.org/items/x', repositoryIdentifier: 'oai.example.org' },
  );
  return parseTree(payload ?? '').children.map(({ local, attributes, text }: XmlElement) => {
    const how = attributes.map(({ value }) => value).join();
    return `${local}[${how}] ${text}`;
  });
}

test('names the encoding scheme of each value that has one, and a language of none of these', () => {
  const { subjects, licence, access } = FULL_ITEM;
  expect(statements({ ...{ subjects, licence, access }, languages: ['srp'] } as Partial<Item>)).toEqual([
    'title[] T',
    'subject[dcterms:DDC] 551.47',
    'subject[dcterms:LCSH] Oceanography',
    'subject[dcterms:URI] https://id.example.org/oceanography',
    'available[dcterms:W3CDTF] 2031-05-04',
    'identifier[dcterms:URI] https://oai.example.org/items/x',
    'language[dcterms:ISO639-3] srp',
    'accessRights[dcterms:URI] info:eu-repo/semantics/embargoedAccess',
    'license[dcterms:URI] https://creativecommons.org/licenses/by/4.0/',
    'rights[] Some rights kept.',
  ]);
});

test('tells relations by the refinement, and types a value as URI only when it is one', () => {
  const relations: NonNullable<Item['relations']> = [
    { type: 'references', scheme: 'doi', value: '10.5555/<a>' },
    { type: 'isTranslationOf', scheme: 'issn', value: '1234-5679' },
    { type: 'isFormatOf', scheme: 'x-shelf', value: 'B 12' },
    { type: 'relates', value: 'Notes: an older book' },
    { type: 'hasPart', scheme: 'url', value: 'https://example.org/with blank' },
    { type: 'replaces', scheme: 'url', value: 'https://example.org/a%20b' },
  ];
  expect(statements({ relations }).slice(2)).toEqual([
    'references[dcterms:URI] https://doi.org/10.5555/%3Ca%3E',
    'isVersionOf[dcterms:URI] urn:ISSN:1234-5679',
    'isFormatOf[] x-shelf:B 12',
    'relation[] Notes: an older book',
    'hasPart[] https://example.org/with blank',
    'replaces[dcterms:URI] https://example.org/a%20b',
  ]);
});

test('an embargo says when it ends, once', () => {
  const dates: Item['dates'] = [{ date: '2031-05-04', kind: 'available' }];
  expect(statements({ dates, access: { status: 'embargoed', embargoEnd: '2031-05-04' } }).slice(1, 3)).toEqual([
    'available[dcterms:W3CDTF] 2031-05-04',
    'identifier[dcterms:URI] https://oai.example.org/items/x',
  ]);
  expect(statements({ access: { status: 'open', embargoEnd: '2031-05-04' } }).join()).not.toContain('2031');
});
