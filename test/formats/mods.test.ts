import { mods } from '../../src/formats/mods.ts';
import type { Item } from '../../src/items/item.ts';
import { ID } from '../support/fixture-f.ts';
import { formatContract } from './format-contract.ts';

formatContract(mods, {
  coverage: {
    identifier: 'text',
    'titles.text': 'text',
    'titles.lang': 'text',
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
    'abstracts.lang': 'text',
    'keywords.text': 'text',
    'keywords.lang': 'text',
    'subjects.text': 'text',
    'subjects.lang': 'text',
    'subjects.scheme': 'text',
    'subjects.uri': 'text',
    languages: 'text',
    'dates.date': 'text',
    'dates.kind': 'coded',
    'publishers.name': 'text',
    'publishers.lang': 'text',
    'host.titles.text': 'text',
    'host.titles.lang': 'text',
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
    'files.label': 'text',
    'access.status': 'coded',
    'access.embargoEnd': 'text',
    'licence.uri': 'text',
    'licence.text': 'text',
    'licence.start': { cannot: 'an accessCondition has no date' },
    version: 'text',
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
    'coverage.lang': 'text',
    sets: { cannot: 'sets stand in the header' },
    modified: 'text',
    visibleFrom: { cannot: 'it says when the record appears, not what it says' },
  },
});

const CONTEXT = { landingPage: 'https://oai.example.org/items/1', repositoryIdentifier: 'oai.example.org' };
const SMALL: Item = { identifier: ID('1'), titles: [{ text: 'A title' }] };

/** The elements of this name in the record of an item, each as it is written. */
function written(more: Partial<Item>, name: string): string[] {
  const payload = mods.render({ ...SMALL, ...more }, CONTEXT) ?? '';
  return payload.match(new RegExp(`<${name}[ >].*?</${name}>`, 'gs')) ?? [];
}

describe('titles in MODS', () => {
  test('the main title goes first, and each subtitle to the title in its language', () => {
    const titles: Item['titles'] = [
      { text: 'Under the bridge', lang: 'en', kind: 'subtitle' },
      { text: 'Köprü', lang: 'tr', kind: 'main' },
      { text: 'The bridge', lang: 'en', kind: 'translated' },
      { text: 'Köprünün altında', lang: 'tr', kind: 'subtitle' },
      { text: 'Most', lang: 'sr-Latn', kind: 'alternative' },
      { text: 'Under broen', lang: 'da', kind: 'subtitle' },
    ];
    expect(written({ titles }, 'titleInfo')).toEqual([
      '<titleInfo usage="primary" lang="tur" xml:lang="tr"><title>Köprü</title><subTitle>Köprünün altında</subTitle></titleInfo>',
      '<titleInfo type="translated" lang="eng" xml:lang="en"><title>The bridge</title><subTitle>Under the bridge</subTitle></titleInfo>',
      '<titleInfo type="alternative" lang="srp" xml:lang="sr-Latn" script="Latn"><title>Most</title></titleInfo>',
      '<titleInfo type="alternative" lang="dan" xml:lang="da"><title>Under broen</title></titleInfo>',
    ]);
  });

  test('an item without a main title is entered under its first one', () => {
    const titles: Item['titles'] = [
      { text: 'One', kind: 'alternative' },
      { text: 'Two', kind: 'alternative' },
    ];
    expect(written({ titles }, 'titleInfo')).toEqual([
      '<titleInfo usage="primary"><title>One</title></titleInfo>',
      '<titleInfo type="alternative"><title>Two</title></titleInfo>',
    ]);
  });
});

describe('names in MODS', () => {
  test('the first author is the main entry, whoever stands before', () => {
    const agents: Item['agents'] = [
      { role: 'editor', family: 'Tarn' },
      { role: 'author', family: 'Fenwick', given: 'Orla', literal: 'Dr O. Fenwick' },
      { family: 'Orum' },
    ];
    const names = written({ agents }, 'name');
    expect(names.map((name) => name.includes('usage="primary"'))).toEqual([false, true, false]);
    expect(names[1]).toContain(
      '<namePart type="family">Fenwick</namePart><namePart type="given">Orla</namePart><displayForm>Dr O. Fenwick</displayForm>',
    );
  });

  test('nobody is, where there is no author', () => {
    expect(mods.render({ ...SMALL, agents: [{ role: 'editor', family: 'Tarn' }] }, CONTEXT)).not.toContain(
      '<name type="personal" usage',
    );
  });

  test('a body has one name', () => {
    const body: Item['agents'] = [{ kind: 'organisation', family: 'Quay', given: 'Office' }];
    expect(written({ agents: body }, 'name')[0]).toMatch(
      /^<name type="corporate" usage="primary"><namePart>Quay, Office<\/namePart><role>/,
    );
  });
});

describe('languages in MODS', () => {
  test('have the bibliographic code of ISO 639-2 where there is one, beside that of ISO 639-3', () => {
    const term = (authority: string, code: string) =>
      `<languageTerm type="code" authority="${authority}">${code}</languageTerm>`;
    expect(written({ languages: ['ell', 'gsw', 'rmn'] }, 'language')).toEqual([
      `<language>${term('iso639-2b', 'gre')}${term('iso639-3', 'ell')}</language>`,
      `<language>${term('iso639-2b', 'gsw')}${term('iso639-3', 'gsw')}</language>`,
      `<language>${term('iso639-3', 'rmn')}</language>`,
    ]);
  });

  test('of texts are tags, with code and script', () => {
    const keywords = ['sq', 'sr-Cyrl-RS', 'rmn', 'zh-x-latn', 'sla'].map((lang) => ({ text: 'x', lang }));
    expect(written({ keywords }, 'subject').map((subject) => /^<subject (.*?)>/.exec(subject)?.[1])).toEqual([
      'lang="alb" xml:lang="sq"',
      'lang="srp" xml:lang="sr-Cyrl-RS" script="Cyrl"',
      'xml:lang="rmn"',
      'lang="chi" xml:lang="zh-x-latn"',
      'xml:lang="sla"',
    ]);
  });
});

describe('dates in MODS', () => {
  test('one is the key date: that of publication, else the nearest to it', () => {
    const issued: Item['dates'] = [
      { date: '2020', kind: 'created' },
      { date: '2021-05', kind: 'issued' },
      { date: '2022', kind: 'issued' },
    ];
    expect(written({ dates: issued }, 'originInfo')).toEqual([
      '<originInfo><dateCreated encoding="w3cdtf">2020</dateCreated>' +
        '<dateIssued encoding="w3cdtf" keyDate="yes">2021-05</dateIssued><dateIssued encoding="w3cdtf">2022</dateIssued></originInfo>',
    ]);
    const accepted: Item['dates'] = [
      { date: '2020', kind: 'created' },
      { date: '2020', kind: 'accepted' },
    ];
    expect(written({ dates: accepted }, 'originInfo')[0]).toContain(
      '<dateOther type="accepted" encoding="w3cdtf" keyDate="yes">2020</dateOther>',
    );
  });
});

describe('subjects in MODS', () => {
  test('class numbers are told from headings', () => {
    const subjects: Item['subjects'] = [
      { text: '551.47', scheme: 'ddc' },
      { text: 'Sea level', scheme: 'ddc' },
      { text: 'D008722', scheme: 'mesh' },
      { text: 'Letters' },
    ];
    const payload = mods.render({ ...SMALL, subjects }, CONTEXT);
    expect(payload).toContain(
      '<classification authority="ddc">551.47</classification><subject authority="ddc"><topic>Sea level</topic></subject>' +
        '<subject authority="mesh"><topic>D008722</topic></subject><subject><topic>Letters</topic></subject>',
    );
  });

  test.each([
    ['1903', 'temporal encoding="iso8601"'],
    ['1903-02-28/1931', 'temporal encoding="iso8601"'],
    ['13th century', 'topic'],
    ['Adriatic Sea', 'topic'],
  ])('coverage that is a date is one, and nobody guesses what the rest is: %s', (text, element) => {
    expect(written({ coverage: [{ text }] }, 'subject')[0]).toContain(`<${element}>${text}</`);
  });
});

describe('related items in MODS', () => {
  test.each<[NonNullable<Item['host']>, string]>([
    [{ firstPage: '12', lastPage: '14' }, '<start>12</start><end>14</end>'],
    [{ firstPage: '12' }, '<start>12</start>'],
    [{ firstPage: '12, 17-19' }, '<list>12, 17-19</list>'],
  ])('pages of the host: %j', (host, extent) => {
    expect(written({ host }, 'relatedItem')).toEqual([
      `<relatedItem type="host"><part><extent unit="pages">${extent}</extent></part></relatedItem>`,
    ]);
  });

  test.each<[NonNullable<Item['relations']>[number], string]>([
    [{ type: 'relates', scheme: 'doi', value: '10.5555/a' }, '><identifier type="doi">10.5555/a</identifier>'],
    [
      { type: 'hasPart', scheme: 'url', value: 'https://a.example/[1]' },
      ' type="constituent"><location><url>https://a.example/%5B1%5D</url></location>',
    ],
    [
      { type: 'isPartOf', scheme: 'issn', value: '1234-5679' },
      ' type="host"><identifier type="issn">1234-5679</identifier>',
    ],
    [
      { type: 'hasVersion', scheme: 'handle', value: '1/2' },
      ' type="otherVersion"><identifier type="hdl">1/2</identifier>',
    ],
    [
      { type: 'isVersionOf', scheme: 'url', value: 'not one' },
      ' type="otherVersion"><identifier type="uri">not one</identifier>',
    ],
    [{ type: 'isFormatOf', scheme: 'other', value: 'x' }, ' type="otherFormat"><identifier>x</identifier>'],
    [
      { type: 'replaces', value: 'https://a.example/' },
      ' type="preceding"><location><url>https://a.example/</url></location>',
    ],
    [{ type: 'isReplacedBy', value: 'The later book' }, ' type="succeeding"><note>The later book</note>'],
    [{ type: 'isReferencedBy', value: 'x' }, ' type="isReferencedBy"><note>x</note>'],
    [{ type: 'hasTranslation', value: 'x' }, ' otherType="hasTranslation"><note>x</note>'],
    [{ type: 'isSupplementTo', value: 'x' }, ' otherType="isSupplementTo"><note>x</note>'],
  ])('by the type that MODS has for it: %j', (relation, start) => {
    expect(written({ relations: [relation] }, 'relatedItem')).toEqual([`<relatedItem${start}</relatedItem>`]);
  });
});

describe('locations and conditions in MODS', () => {
  test('an item without a URL of its own has its page here', () => {
    expect(written({}, 'location')).toEqual([
      '<location><url usage="primary" access="object in context">https://oai.example.org/items/1</url></location>',
    ]);
    expect(written({ files: [{ uri: 'https://a.example/1.pdf' }] }, 'location')).toEqual([
      '<location><url access="raw object">https://a.example/1.pdf</url></location>',
    ]);
    expect(written({ identifiers: [{ scheme: 'doi', value: '10.5555/<a>' }] }, 'location')).toEqual([
      '<location><url usage="primary" access="object in context">https://doi.org/10.5555/%3Ca%3E</url></location>',
    ]);
  });

  test('a licence without words is told by its URL; nothing is said about access that nobody knows', () => {
    expect(written({ licence: { uri: 'https://a.example/by' } }, 'accessCondition')).toEqual([
      '<accessCondition type="use and reproduction" xlink:href="https://a.example/by">https://a.example/by</accessCondition>',
    ]);
  });

  test.each([
    ['draft', 'draft'],
    ['accepted', 'accepted version'],
  ] as const)('the version %s', (version, words) => {
    expect(written({ version }, 'note')).toEqual([`<note type="version identification">${words}</note>`]);
  });

  test('a data set is no text, and of the type "other" only the genre is known', () => {
    expect(written({ type: 'dataset' }, 'typeOfResource')).toEqual([
      '<typeOfResource>software, multimedia</typeOfResource>',
    ]);
    expect(written({ type: 'other' }, 'typeOfResource')).toEqual([]);
    expect(written({ type: 'other' }, 'genre')).toHaveLength(1);
  });
});
