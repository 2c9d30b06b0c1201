import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COAR_ACCESS, COAR_TYPES, COAR_VERSIONS } from '../../src/formats/coar.ts';
import { oaiOpenaire } from '../../src/formats/oai-openaire.ts';
import type { Item } from '../../src/items/item.ts';
import { ACCESS_STATUSES, ITEM_TYPES, VERSIONS } from '../../src/items/item.ts';
import { ID } from '../support/fixture-f.ts';
import { sharedFolder } from '../support/official-schemas.ts';
import { formatContract } from './format-contract.ts';
import { FULL_ITEM } from './full-item.ts';

const EMPTY_HERE = { cannot: 'the guidelines have no element for it' };

formatContract(oaiOpenaire, {
  coverage: {
    identifier: { cannot: 'it stands in the header, and in the URL of the page where an item has no link' },
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
    'agents.affiliations.ror': EMPTY_HERE,
    'abstracts.text': 'text',
    'abstracts.lang': 'coded',
    'keywords.text': 'text',
    'keywords.lang': 'coded',
    'subjects.text': 'text',
    'subjects.lang': 'coded',
    'subjects.scheme': 'text',
    'subjects.uri': 'text',
    languages: 'text',
    'dates.date': 'coded',
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
    'files.label': EMPTY_HERE,
    'access.status': 'coded',
    'access.embargoEnd': 'text',
    'licence.uri': 'text',
    'licence.text': 'text',
    'licence.start': 'text',
    version: 'coded',
    'funding.funder': 'text',
    'funding.funderIdentifier': 'text',
    'funding.programme': 'text',
    'funding.award': 'text',
    'funding.jurisdiction': EMPTY_HERE,
    'funding.title': 'text',
    'funding.acronym': 'text',
    'relations.type': 'coded',
    'relations.scheme': 'coded',
    'relations.value': 'coded',
    'coverage.text': 'text',
    'coverage.lang': 'coded',
    sets: { cannot: 'sets stand in the header' },
    modified: EMPTY_HERE,
    visibleFrom: { cannot: 'it says when the record appears, not what it says' },
  },
  goldens: {
    thesis: {
      identifier: ID('thesis'),
      titles: [
        { text: 'Old manuscripts of Hilandar', lang: 'en', kind: 'translated' },
        { text: 'Стари рукописи Хиландара', lang: 'sr-Cyrl' },
      ],
      agents: [{ family: 'Петровић', given: 'Јелена' }],
      languages: ['srp', 'chu'],
      dates: [{ date: '2019', kind: 'issued' }],
      extent: { pages: 1 },
      type: 'doctoralThesis',
      identifiers: [{ scheme: 'handle', value: '20.500.12345/42' }],
      links: ['https://theses.example.org/42'],
      files: [{ uri: 'https://theses.example.org/42.pdf' }],
      access: { status: 'open' },
      licence: { uri: 'https://creativecommons.org/licenses/by-nc-nd/4.0/' },
      version: 'accepted',
    },
  },
});

const LANDING = 'https://oai.example.org/items/x';
const render = (more: Partial<Item>) =>
  oaiOpenaire.render(
    { identifier: ID('x'), titles: [{ text: 'A title' }], ...more },
    { landingPage: LANDING, repositoryIdentifier: 'oai.example.org' },
  ) ?? '';
/** The elements of this name, whole. */
const elements = (name: string, more: Partial<Item>) =>
  [...render(more).matchAll(new RegExp(`<${name}( [^>]*)?>.*?</${name}>`, 'gs'))].map(([whole]) => whole);

describe('oai_openaire', () => {
  test('has the elements in the order of the guidelines', () => {
    const payload = render(FULL_ITEM);
    const order = [...payload.matchAll(/<((?:datacite|dc|oaire):[a-zA-Z]+)/g)].map(([, name = '']) => name);
    const top = (
      'datacite:titles datacite:creators datacite:contributors oaire:fundingReferences datacite:alternateIdentifiers ' +
      'datacite:relatedIdentifiers dc:language dc:publisher datacite:dates oaire:resourceType dc:description dc:format ' +
      'datacite:identifier datacite:rights dc:source datacite:subjects oaire:licenseCondition dc:coverage ' +
      'datacite:sizes oaire:version oaire:file oaire:citationTitle oaire:citationVolume oaire:citationIssue ' +
      'oaire:citationStartPage oaire:citationEndPage'
    ).split(' ');
    expect([...new Set(order.filter((name) => top.includes(name)))]).toEqual(top);
  });

  test('an item without date, type and terms of access is rendered: nothing is invented', () => {
    const payload = render({});
    expect(payload).toContain('<datacite:titles><datacite:title>A title</datacite:title></datacite:titles>');
    expect(payload).not.toMatch(/datacite:dates|oaire:resourceType|datacite:rights|oaire:version|datacite:creators/);
  });

  test.each<[string, Partial<Item>, string]>([
    [
      'a DOI before all',
      {
        identifiers: [
          { scheme: 'handle', value: '1/2' },
          { scheme: 'doi', value: '10.5555/A' },
        ],
        links: ['https://a.org/'],
      },
      '<datacite:identifier identifierType="DOI">https://doi.org/10.5555/A</datacite:identifier>',
    ],
    [
      'a Handle, spelled as the schema wants it',
      {
        identifiers: [
          { scheme: 'urn', value: 'urn:nbn:de:1' },
          { scheme: 'handle', value: '1/2' },
        ],
      },
      '<datacite:identifier identifierType="HANDLE">https://hdl.handle.net/1/2</datacite:identifier>',
    ],
    [
      'a URN',
      { identifiers: [{ scheme: 'urn', value: 'urn:nbn:de:1' }], links: ['https://a.org/'] },
      '<datacite:identifier identifierType="URN">urn:nbn:de:1</datacite:identifier>',
    ],
    [
      'the first landing page that is a web page',
      { identifiers: [{ scheme: 'pmid', value: '1' }], links: ['ftp://a.org/', 'https://a.org/'] },
      '<datacite:identifier identifierType="URL">https://a.org/</datacite:identifier>',
    ],
    ['the page here', {}, `<datacite:identifier identifierType="URL">${LANDING}</datacite:identifier>`],
  ])('is identified by one link: %s', (_what, more, expected) => {
    expect(elements('datacite:identifier', more)).toEqual([expected]);
  });

  test('what does not identify it is told as another name, bare; what does is not told twice', () => {
    const identifiers = [
      { scheme: 'doi', value: '10.5555/A' },
      { scheme: 'arxiv', value: '2101.00001' },
      { scheme: 'local-1', value: 'x' },
    ];
    expect(elements('datacite:alternateIdentifier', { identifiers, links: ['https://a.org/'] })).toEqual([
      '<datacite:alternateIdentifier alternateIdentifierType="arXiv">2101.00001</datacite:alternateIdentifier>',
      '<datacite:alternateIdentifier alternateIdentifierType="local-1">x</datacite:alternateIdentifier>',
      '<datacite:alternateIdentifier alternateIdentifierType="URL">https://a.org/</datacite:alternateIdentifier>',
    ]);
    expect(render({ links: ['https://a.org/'] })).not.toContain('alternateIdentifier');
    expect(
      elements('datacite:alternateIdentifier', { identifiers: [{ scheme: 'urn', value: 'urn:nbn:de:1' }] }),
    ).toEqual([
      `<datacite:alternateIdentifier alternateIdentifierType="URL">${LANDING}</datacite:alternateIdentifier>`,
    ]);
  });

  test('an embargo is a pair of dates, from publication to its end', () => {
    const dates = [
      { date: '2021-06-30', kind: 'issued' },
      { date: '2021-03', kind: 'accepted' },
      { date: '2021-07-01', kind: 'available' },
    ] as const;
    const dateElements = (more: Partial<Item>) =>
      elements('datacite:date', { dates: [...dates], ...more }).map((element) =>
        element.replace(/<datacite:date dateType="(\w+)">(.*)<.*/, '$1 $2'),
      );
    expect(dateElements({ access: { status: 'embargoed', embargoEnd: '2022-06-30' } })).toEqual([
      'Issued 2021-06-30',
      'Accepted 2021-06-30',
      'Available 2022-06-30',
    ]);
    expect(dateElements({ access: { status: 'embargoed' } })).toContain('Available 2021-07-01');
    // Here the two words mean an embargo, whatever they mean elsewhere.
    expect(dateElements({ access: { status: 'open', embargoEnd: '2022-06-30' } })).toEqual(['Issued 2021-06-30']);
    expect(dateElements({ dates: [{ date: '2020', kind: 'submitted' }] })).toEqual(['Issued 2020', 'Submitted 2020']);
  });

  test('the main title comes first and alone has no type', () => {
    const titles: Item['titles'] = [
      { text: 'T', kind: 'translated' },
      { text: 'S', kind: 'subtitle' },
      { text: 'M' },
      { text: 'A', kind: 'alternative' },
    ];
    expect(elements('datacite:title', { titles })).toEqual([
      '<datacite:title>M</datacite:title>',
      '<datacite:title titleType="TranslatedTitle">T</datacite:title>',
      '<datacite:title titleType="Subtitle">S</datacite:title>',
      '<datacite:title titleType="AlternativeTitle">A</datacite:title>',
    ]);
  });

  test.each([
    ['editor', 'Editor'],
    ['translator', 'Other'],
    ['contributor', 'Other'],
    ['sponsor', 'Sponsor'],
  ] as const)('the contributorType of a %s is %s', (role, type) => {
    expect(elements('datacite:contributors', { agents: [{ role, kind: 'organisation', literal: 'X' }] })).toEqual([
      `<datacite:contributors><datacite:contributor contributorType="${type}"><datacite:contributorName nameType="Organizational">X</datacite:contributorName></datacite:contributor></datacite:contributors>`,
    ]);
  });

  test.each([
    ['doi', '10.5555/b', 'DOI', '10.5555/b'],
    ['pmcid', 'PMC1', 'URL', 'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/'],
    [undefined, 'https://b.org/', 'URL', 'https://b.org/'],
    [undefined, 'urn:isbn:1', 'URN', 'urn:isbn:1'],
  ])('a relation by %s %s has the type %s', (scheme, value, type, written) => {
    const relations: Item['relations'] = [{ type: 'replaces', value, ...(scheme === undefined ? {} : { scheme }) }];
    expect(elements('datacite:relatedIdentifier', { relations })).toEqual([
      `<datacite:relatedIdentifier relatedIdentifierType="${type}" relationType="IsNewVersionOf">${written}</datacite:relatedIdentifier>`,
    ]);
  });

  test('a relation without identifier, or without a kind that kernel 4.1 knows, is left out', () => {
    expect(
      render({
        relations: [
          { type: 'replaces', value: 'An older book' },
          { type: 'relates', scheme: 'doi', value: '10.5555/b' },
        ],
      }),
    ).not.toContain('relatedIdentifier');
  });

  test.each([
    ['https://ror.org/000000777', 'ROR'],
    ['https://doi.org/10.13039/501100000780', 'Crossref Funder ID'],
    ['http://isni.org/isni/0000000120000000', 'ISNI'],
    ['https://www.grid.ac/institutes/grid.1', 'GRID'],
    ['https://example.org/10.13039/', 'Other'],
  ])('a funder known as %s is one of %s', (funderIdentifier, type) => {
    expect(elements('oaire:funderIdentifier', { funding: [{ funder: 'F', funderIdentifier }] })).toEqual([
      `<oaire:funderIdentifier funderIdentifierType="${type}">${funderIdentifier}</oaire:funderIdentifier>`,
    ]);
  });

  test.each([
    ['https://creativecommons.org/licenses/by-sa/4.0/', 'CC BY-SA 4.0'],
    ['http://creativecommons.org/licenses/by/3.0/rs/', 'CC BY 3.0'],
    ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0 1.0'],
    ['https://creativecommons.org/publicdomain/mark/1.0/', 'Public Domain Mark 1.0'],
    ['https://example.org/terms', 'https://example.org/terms'],
  ])('a licence with the URL %s is called %s', (uri, name) => {
    expect(elements('oaire:licenseCondition', { licence: { uri, start: '2020' } })).toEqual([
      `<oaire:licenseCondition startDate="2020" uri="${uri}">${name}</oaire:licenseCondition>`,
    ]);
    expect(elements('oaire:licenseCondition', { licence: { start: '2020' } })).toEqual([]);
  });

  test.each<[Item['type'], string | undefined, string | undefined]>([
    ['article', 'application/pdf', 'fulltext'],
    [undefined, 'text/html', 'fulltext'],
    ['article', 'text/csv', 'other'],
    ['article', undefined, undefined],
    ['dataset', 'application/pdf', 'dataset'],
    ['software', undefined, 'software'],
  ])('a file of type %s and %s is %s', (type, mediaType, objectType) => {
    const [file] = elements('oaire:file', {
      ...(type === undefined ? {} : { type }),
      files: [{ uri: 'https://a.org/f', ...(mediaType === undefined ? {} : { mediaType }) }],
      access: { status: 'closed' },
    });
    expect(/objectType="(\w+)"/.exec(file ?? '')?.[1]).toBe(objectType);
    expect(file).toContain('accessRightsURI="http://purl.org/coar/access_right/c_14cb"');
  });

  test('every type, status and version has a term that the official schema takes', () => {
    expect(Object.keys(COAR_TYPES)).toEqual([...ITEM_TYPES]);
    expect(Object.keys(COAR_ACCESS)).toEqual([...ACCESS_STATUSES]);
    expect(Object.keys(COAR_VERSIONS)).toEqual([...VERSIONS]);
    expect(render({ type: 'other' })).toContain('resourceTypeGeneral="other research product"');
    const shared = sharedFolder();
    if (shared === undefined) return;
    const folder = join(shared, 'reference/schemas/www.openaire.eu/schema/repo-lit/4.0');
    const terms = ['resourceType', 'accessRight', 'versions']
      .map((name) => readFileSync(join(folder, `oaire-${name}-v4.xsd`), 'utf8'))
      .join('');
    for (const { uri } of [COAR_TYPES, COAR_ACCESS, COAR_VERSIONS].flatMap((table) => Object.values(table))) {
      expect(terms).toContain(`"${uri}"`);
    }
  });
});
