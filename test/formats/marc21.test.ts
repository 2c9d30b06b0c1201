import { marc21 } from '../../src/formats/marc21.ts';
import { ITEM_TYPES, type Item } from '../../src/items/item.ts';
import { parseTree, type XmlElement } from '../../src/judge/xml-tree.ts';
import { ID } from '../support/fixture-f.ts';
import { formatContract } from './format-contract.ts';
import { FULL_ITEM } from './full-item.ts';

const NO_LANGUAGE = { cannot: 'the field has no subfield for the language of its text' };

const BOOK: Item = {
  identifier: ID('book/1'),
  titles: [{ text: 'The Quay', lang: 'en' }],
  agents: [{ kind: 'organisation', literal: 'Society for Quiet Instruments' }],
  type: 'book',
  languages: ['hbs', 'sqi'],
  identifiers: [{ scheme: 'isbn', value: '979-7-00-000001-6' }],
  extent: { pages: 1 },
};
const THESIS: Item = {
  identifier: 'oai:other.example.net:thesis',
  titles: [{ text: 'On quays' }],
  type: 'doctoralThesis',
  dates: [{ date: '2020-05', kind: 'accepted' }],
  links: ['https://other.example.net/thesis'],
  modified: '2021-02-03',
};
const DATASET: Item = {
  identifier: ID('data/1'),
  titles: [{ text: 'Quays measured' }],
  type: 'dataset',
  files: [{ uri: 'https://data.example.org/1' }],
  access: { status: 'open' },
};

formatContract(marc21, {
  goldens: { book: BOOK, thesis: THESIS, dataset: DATASET },
  coverage: {
    identifier: 'coded',
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
    'agents.affiliations.ror': { cannot: '$u is words, and $0 and $1 are of the person' },
    'abstracts.text': 'coded',
    'abstracts.lang': 'coded',
    'keywords.text': 'text',
    'keywords.lang': NO_LANGUAGE,
    'subjects.text': 'text',
    'subjects.lang': NO_LANGUAGE,
    'subjects.scheme': 'coded',
    'subjects.uri': 'text',
    languages: 'text',
    'dates.date': 'text',
    'dates.kind': 'coded',
    'publishers.name': 'text',
    'publishers.lang': NO_LANGUAGE,
    'host.titles.text': 'text',
    'host.titles.lang': NO_LANGUAGE,
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
    'identifiers.value': 'coded',
    links: 'text',
    'files.uri': 'text',
    'files.mediaType': 'text',
    'files.label': 'text',
    'access.status': 'coded',
    'access.embargoEnd': 'text',
    'licence.uri': 'text',
    'licence.text': 'text',
    'licence.start': 'coded',
    version: 'coded',
    'funding.funder': 'text',
    'funding.funderIdentifier': 'text',
    'funding.programme': 'text',
    'funding.award': 'text',
    'funding.jurisdiction': 'text',
    'funding.title': 'text',
    'funding.acronym': 'text',
    'relations.type': 'coded',
    'relations.scheme': 'coded',
    'relations.value': 'text',
    'coverage.text': 'text',
    'coverage.lang': NO_LANGUAGE,
    sets: { cannot: 'sets stand in the header' },
    modified: 'coded',
    visibleFrom: { cannot: 'it says when the record appears, not what it says' },
  },
});

/** `tag` or `tag ind1ind2`, then the text of a control field or `$a…$b…`. */
function linesOf(item: Item): string[] {
  const payload = marc21.render(item, {
    landingPage: 'https://oai.example.org/items/x',
    repositoryIdentifier: 'oai.example.org',
  });
  return parseTree(payload ?? '').children.map((field) => {
    const of = (element: XmlElement, name: string) =>
      element.attributes.find((attribute) => attribute.local === name)?.value ?? '';
    if (field.children.length === 0) return `${of(field, 'tag') || 'LDR'} ${field.text}`;
    const subfields = field.children.map((subfield) => `$${of(subfield, 'code')}${subfield.text}`).join('');
    return `${of(field, 'tag')} ${of(field, 'ind1')}${of(field, 'ind2')} ${subfields}`;
  });
}

const linesWith = (item: Item, ...tags: string[]) =>
  linesOf(item).filter((line) => tags.some((tag) => line.startsWith(tag)));
const small = (more: Partial<Item>): Item => ({ identifier: ID('x'), titles: [{ text: 'T' }], ...more });

describe('fixed fields of marc21', () => {
  const JOURNAL: NonNullable<Item['host']> = { titles: [{ text: 'Annals' }], issns: ['1234-5679'] };
  const BOOK_HOST: NonNullable<Item['host']> = { titles: [{ text: 'A book' }] };

  test.each([undefined, ...ITEM_TYPES])('have their lengths: %s', (type) => {
    for (const host of [undefined, JOURNAL, BOOK_HOST]) {
      for (const date of ['2021', '2021-06', '2021-06-30', undefined]) {
        for (const online of [true, false]) {
          const item = small({
            ...(type && { type }),
            ...(host && { host }),
            ...(online && { links: ['https://example.org/'] }),
            ...(date && { dates: [{ date, kind: 'issued' as const }], languages: ['ell'], modified: date }),
          });
          const lengths = (tag: string) => linesWith(item, `${tag} `).map((line) => line.length - tag.length - 1);
          expect(lengths('LDR')).toEqual([24]);
          expect(lengths('008')).toEqual([40]);
          expect(lengths('007')).toEqual(online ? [14] : []);
          expect(lengths('006')).toEqual(online && type !== 'dataset' && type !== 'software' ? [18] : []);
        }
      }
    }
  });

  test.each<[string, Partial<Item>, string, string]>([
    ['an article in a journal', { type: 'article', host: JOURNAL }, 'ab', '|| |||||||||   ||'],
    ['an article online', { type: 'article', links: ['https://example.org/'] }, 'ab', '|| ||o||||||   ||'],
    ['a chapter', { type: 'bookPart', host: BOOK_HOST }, 'aa', '|||||||||||||| ||'],
    ['a book', { type: 'book' }, 'am', '|||||||||||||| ||'],
    ["a master's thesis", { type: 'masterThesis' }, 'am', '||||||m   |||| ||'],
    ['a review in a journal', { type: 'review', host: JOURNAL }, 'ab', '|| |||||||||   ||'],
    ['a review by itself', { type: 'review' }, 'am', '||||||o   |||| ||'],
    ['a paper of a conference', { type: 'conferenceObject', host: BOOK_HOST }, 'aa', '|||||||||||1|| ||'],
    ['one in a journal', { type: 'conferenceObject', host: JOURNAL }, 'ab', '|| ||||||||1   ||'],
    ['a patent', { type: 'patent' }, 'am', '||||||j   |||| ||'],
    ['data', { type: 'dataset', files: [{ uri: 'https://example.org/' }] }, 'mm', '    |o  u |      '],
    ['software', { type: 'software' }, 'mm', '    ||  b |      '],
    ['what is of no type', {}, 'am', '|||||||||||||| ||'],
    ['what is of no type, in a journal', { host: JOURNAL }, 'ab', '|| |||||||||   ||'],
  ])('tell %s', (_, more, leader, material) => {
    const [line = '', ...others] = linesWith(small(more), 'LDR', '008');
    expect(line).toBe(`LDR 00000n${leader} a2200000uu 4500`);
    expect(others).toEqual([`008 000000nuuuuuuuuxx ${material}||| d`]);
  });

  test.each<[Partial<Item>, string]>([
    [{ dates: [{ date: '2021', kind: 'issued' }] }, '000000s2021    xx '],
    [{ dates: [{ date: '2021-06', kind: 'issued' }] }, '000000e202106  xx '],
    [{ dates: [{ date: '2021-06-30', kind: 'issued' }] }, '000000e20210630xx '],
    [{ dates: [{ date: '2020', kind: 'accepted' }] }, '000000s2020    xx '],
    [{ modified: '2022-02-16T09:30:00Z' }, '220216nuuuuuuuuxx '],
    [{ modified: '2022-02-16' }, '220216nuuuuuuuuxx '],
    [{ modified: '2022-02' }, '000000nuuuuuuuuxx '],
  ])('008 dates %j', (more, begin) => {
    expect(linesWith(small(more), '008')[0]?.slice(4, 22)).toBe(begin);
  });

  test.each<[string[], string, string[]]>([
    [['ell', 'eng'], 'gre', ['041    $agre$aeng']],
    [['cmn', 'zho'], '|||', ['041    $achi', '041  7 $acmn$2iso639-3']],
    [['hbs'], '|||', ['041  7 $ahbs$2iso639-3']],
    [['zxx'], 'zxx', ['041    $azxx']],
  ])('languages %j in MARC codes', (languages, code, fields) => {
    expect(linesWith(small({ languages }), '008')[0]?.slice(-5, -2)).toBe(code);
    expect(linesWith(small({ languages }), '041')).toEqual(fields);
  });

  test('005 is there only when the time is known', () => {
    expect(linesWith(small({ modified: '2022-02-16T09:30:00Z' }), '005')).toEqual(['005 20220216093000.0']);
    for (const modified of ['2022-02-16', '2022-02', '2022']) expect(linesWith(small({ modified }), '005')).toEqual([]);
  });

  test('001 and 003 are the parts of the identifier, where it has any', () => {
    expect(linesWith(THESIS, '001', '003', '040')).toEqual([
      '001 thesis',
      '003 other.example.net',
      '040    $aother.example.net$coai.example.org',
    ]);
    for (const identifier of ['urn:x:1', 'oai:nodots:1'])
      expect(linesWith(small({ identifier }), '001', '003')).toEqual([`001 ${identifier}`, '003 oai.example.org']);
  });
});

describe('fields of marc21', () => {
  test.each(Object.entries({ FULL_ITEM, BOOK, THESIS, DATASET }))(
    'of %s stand in the order of their tags',
    (_, item) => {
      const tags = linesOf(item)
        .slice(1)
        .map((line) => line.slice(0, 3));
      expect(tags).toEqual(tags.toSorted());
      for (const tag of ['001', '003', '005', '006', '007', '008', '100', '110', '245', '264'])
        expect(tags.filter((other) => other === tag).length).toBeLessThanOrEqual(1);
    },
  );

  test('names: entry elements, roles, ORCID, affiliation', () => {
    expect(linesWith(FULL_ITEM, '100', '700', '110', '710', '245')).toEqual([
      '100 1  $aĐorđević, Milica$eauthor$uInstitute of Tides; Harbour Office$1https://orcid.org/0000-0002-1825-0097$4aut',
      '245 10 $aTides & <Harbours>$bForty tables',
      '700 1  $aKovács, Ágnes$eauthor$4aut',
      '700 0  $aPlato of the Quay$eauthor$4aut',
      '700 0  $aIvo Tarnik, Jr.$eeditor$4edt',
      '700 1  $aMartıcı, Elif$etranslator$4trl',
      '710 2  $aSociety for Quiet Instruments$econtributor$4ctb',
      '710 2  $aLantern Fund$esponsor$4spn',
      '710 2  $aEC$efunder$1https://ror.org/000000777$4fnd',
    ]);
    expect(linesWith(BOOK, '110', '245')).toEqual([
      '110 2  $aSociety for Quiet Instruments$eauthor$4aut',
      '245 14 $aThe Quay',
    ]);
    expect(linesWith(small({ agents: [{ role: 'editor', family: 'Tarn' }] }), '1', '24', '70')).toEqual([
      '245 00 $aT',
      '700 1  $aTarn$eeditor$4edt',
    ]);
  });

  test('titles: a subtitle stands with the title of its language', () => {
    const titles: Item['titles'] = [
      { text: 'Limanlar', lang: 'tr' },
      { text: 'Harbours', lang: 'en', kind: 'translated' },
      { text: 'a view', lang: 'en', kind: 'subtitle' },
      { text: 'une vue', lang: 'fr', kind: 'subtitle' },
      { text: 'Quays', kind: 'alternative' },
      { text: 'A second one' },
    ];
    expect(linesWith(small({ titles }), '24')).toEqual([
      '245 00 $aLimanlar',
      '246 31 $aHarbours$ba view',
      '246 3  $aQuays',
      '246 3  $aA second one',
      '246 30 $aune vue',
    ]);
  });

  test('numbers: right ones in $a, wrong ones beside it; a code of the Library of Congress or the name of the scheme', () => {
    const identifiers: Item['identifiers'] = [
      { scheme: 'pmid', value: '7654321' },
      { scheme: 'handle', value: '99999/1' },
      { scheme: 'isbn', value: '978-3-16-148410-0' },
      { scheme: 'isbn', value: '978-3-16-148410-1' },
      { scheme: 'issn', value: '1234-5679' },
      { scheme: 'issn', value: '1234-5678' },
      { scheme: 'doi', value: '10.5555/x' },
    ];
    expect(linesWith(small({ identifiers }), '02')).toEqual([
      '020    $a9783161484100',
      '020    $z978-3-16-148410-1',
      '022    $a1234-5679',
      '022    $y1234-5678',
      '024 8  $a7654321$qpmid',
      '024 7  $a99999/1$2hdl',
      '024 7  $a10.5555/x$2doi',
    ]);
  });

  test('the host: one entry for each title and ISSN, and only the first says where', () => {
    expect(linesWith(FULL_ITEM, '773')).toEqual([
      '773 0  $tAnnals of Measure$gVol. 14, no. 2 (2021), p. 101-120$q14:2<101$x1234-5679',
      '773 0  $tÖlçü Yıllığı$x2434-561X',
    ]);
    const cases: [NonNullable<Item['host']>, string][] = [
      [{ issue: '3', articleNumber: 'e7' }, '$gno. 3, art. e7'],
      [{ volume: 'IV', firstPage: '5' }, '$gVol. IV, p. 5$qIV<5'],
      [{ citation: 'Annals of Somewhere, no. 5' }, '$gAnnals of Somewhere, no. 5'],
      [{ issns: ['1234-5679', '2434-561X'] }, '$x1234-5679'],
    ];
    for (const [host, subfields] of cases) expect(linesWith(small({ host }), '773')[0]).toBe(`773 0  ${subfields}`);
  });

  test('relations: each type has its own field', () => {
    const all = [
      ['isTranslationOf', '765 0 '],
      ['hasTranslation', '767 0 '],
      ['isSupplementedBy', '770 0 '],
      ['isSupplementTo', '772 0 '],
      ['isPartOf', '773 08', '$iIs part of:'],
      ['hasPart', '774 0 '],
      ['isVersionOf', '775 08', '$iIs version of:'],
      ['hasVersion', '775 08', '$iHas version:'],
      ['isFormatOf', '776 0 '],
      ['replaces', '780 02'],
      ['isReplacedBy', '785 02'],
      ['relates', '787 0 '],
      ['references', '787 08', '$iReferences:'],
      ['isReferencedBy', '787 08', '$iReferenced by:'],
    ] as const;
    const relations = all.toReversed().map(([type]) => ({ type, scheme: 'doi', value: '10.5555/x' }));
    const lines = linesWith(small({ relations }), '76', '77', '78');
    expect(lines.toSorted()).toEqual(all.map(([, field, words = '']) => `${field} ${words}$odoi:10.5555/x`).toSorted());
    expect(lines.map((line) => line.slice(0, 3))).toEqual(all.map(([, field]) => field.slice(0, 3)));
    const targets: [string | undefined, string, string][] = [
      [undefined, 'An older book', '$tAn older book'],
      ['issn', '1234-5679', '$x1234-5679'],
      ['isbn', '978-3-16-148410-0', '$z9783161484100'],
      ['url', 'https://example.org/1', '$ohttps://example.org/1'],
      ['urn', 'urn:nbn:de:1', '$ourn:nbn:de:1'],
      ['issn', 'not one', '$oissn:not one'],
    ];
    for (const [scheme, value, subfield] of targets) {
      const relation = { type: 'relates' as const, value, ...(scheme && { scheme }) };
      expect(linesWith(small({ relations: [relation] }), '787')).toEqual([`787 0  ${subfield}`]);
    }
  });

  test('notes: thesis, access, abstract on one line, grant, licence', () => {
    expect(linesWith(FULL_ITEM, '5')).toEqual([
      '500    $aDate submitted: 2020-11-02',
      '500    $aDate accepted: 2021-03',
      '500    $aDate available: 2021-07-01',
      '506 1  $aEmbargoed access until 2031-05-04$g20310504',
      '520 3  $aTwo lines about tides. The second one.',
      '520 3  $aGelgitler üzerine birkaç söz.',
      '536    $aEC; programme: H2020; project: Weighing the sea; acronym: SEAWEIGHT; jurisdiction: EU$c654321',
      '540    $aSome rights kept.$fCC BY 4.0$g20310506$uhttps://creativecommons.org/licenses/by/4.0/$2cc',
    ]);
    expect(linesWith(THESIS, '50')).toEqual(['500    $aDate accepted: 2020-05', '502    $aThesis (doctoral)']);
    expect(linesWith(DATASET, '50')).toEqual(['506 0  $aOpen access$fUnrestricted online access$2star']);
    for (const [uri, term] of [
      ['http://creativecommons.org/publicdomain/zero/1.0/', 'CC0 1.0'],
      ['https://creativecommons.org/licenses/by-nc-nd/3.0/de/', 'CC BY-NC-ND 3.0 DE'],
    ] as const)
      expect(linesWith(small({ licence: { uri } }), '540')).toEqual([`540    $f${term}$u${uri}$2cc`]);
    expect(linesWith(small({ licence: { uri: 'https://example.org/l' } }), '540')).toEqual([
      '540    $uhttps://example.org/l',
    ]);
  });

  test('subjects: class numbers, thesauri, keywords, periods, kinds of work', () => {
    const subjects = [
      { text: 'QA76.9', scheme: 'lcc' },
      { text: '551.47', scheme: 'ddc' },
      { text: '551', scheme: 'udc' },
      { text: 'Oceans', scheme: 'lcsh', uri: 'https://id.example.org/o' },
      { text: 'Sea', scheme: 'mesh' },
      { text: '62.3', scheme: 'jel' },
      { text: 'Deniz' },
    ];
    const item = small({
      subjects,
      keywords: [{ text: 'k' }],
      coverage: [{ text: 'Adriatic' }, { text: '1903/1931' }],
    });
    expect(linesWith(item, '05', '08', '6')).toEqual([
      '050  4 $aQA76.9',
      '080    $a551',
      '082 04 $a551.47',
      '650  0 $aOceans$0https://id.example.org/o',
      '650  2 $aSea',
      '650  7 $a62.3$2jel',
      '650  4 $aDeniz',
      '653    $ak',
      '653    $aAdriatic',
      '653  4 $a1903/1931',
    ]);
    expect(linesWith(BOOK, '655')).toEqual([
      '655  4 $abook$0http://purl.org/coar/resource_type/c_2f33',
      '655  7 $ainfo:eu-repo/semantics/book$2local',
    ]);
    expect(linesWith(DATASET, '655')[1]).toBe('655  7 $aDataset$2dct');
  });

  test('description: version, publication, extent, carrier', () => {
    expect(linesWith(FULL_ITEM, '046', '25', '26', '3')).toEqual([
      '046    $k2019$2edtf',
      '046    $j2022-01-15$2edtf',
      '251    $aVersion of Record$0http://purl.org/coar/version/c_970fb48d4fbd8a85',
      '264  1 $bQuay Press$c2021-06-30',
      '300    $a1 online resource (27 pages)',
      '300    $a5 figures',
      '336    $atext$btxt$2rdacontent',
      '337    $acomputer$bc$2rdamedia',
      '338    $aonline resource$bcr$2rdacarrier',
    ]);
    expect(linesWith(BOOK, '3')).toEqual(['300    $a1 page', '336    $atext$btxt$2rdacontent']);
    expect(linesWith(DATASET, '336')).toEqual(['336    $acomputer dataset$bcod$2rdacontent']);
  });

  test('locations: landing pages and files, else the DOI, else the page on this server', () => {
    expect(linesWith(FULL_ITEM, '856')).toEqual([
      '856 40 $uhttps://journals.example.org/full/1?a=1&b=2$yLanding page',
      '856 40 $uhttps://journals.example.org/full/1.pdf$qapplication/pdf$yWhole text',
      '856 40 $uhttps://journals.example.org/full/1.csv$qtext/csv',
    ]);
    expect(linesWith(DATASET, '856')).toEqual(['856 40 $3File$uhttps://data.example.org/1$70']);
    expect(linesWith(small({ identifiers: [{ scheme: 'doi', value: '10.5555/x' }] }), '856')).toEqual([
      '856 40 $uhttps://doi.org/10.5555/x',
    ]);
    expect(linesWith(small({}), '856')).toEqual(['856 42 $3Description$uhttps://oai.example.org/items/x']);
    expect(linesWith(small({ links: ['ftp://example.org/', 'urn:x:y'] }), '856')).toEqual([
      '856 10 $uftp://example.org/$yLanding page',
      '856  0 $uurn:x:y$yLanding page',
    ]);
  });
});
