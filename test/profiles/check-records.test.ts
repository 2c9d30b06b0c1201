import { join } from 'node:path';
import { createCrosswalks } from '../../src/formats/index.ts';
import { type Cataloguing, catalogue } from '../../src/ingest/cataloguing.ts';
import type { Item } from '../../src/items/item.ts';
import { checkRecords } from '../../src/profiles/check-records.ts';
import { profiles } from '../../src/profiles/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Change, Store } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { ID } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { secondsOf } from '../support/test-clock.ts';

const NOW = secondsOf('2026-01-01T00:00:00Z');
const CATALOGUING: Cataloguing = {
  repositoryIdentifier: 'oai.example.org',
  crosswalks: createCrosswalks({ schemasUrl: 'https://oai.example.org/schemas/' }),
  landingUrl: 'https://oai.example.org/items/{id}',
};

/** Nobody has anything to say against it. */
const CLEAN: Item = {
  identifier: ID('clean'),
  titles: [{ text: 'Tides', lang: 'en' }],
  agents: [{ family: 'Đorđević', given: 'Milica' }],
  abstracts: [{ text: 'About tides.', lang: 'en' }],
  keywords: [{ text: 'sea level', lang: 'en' }],
  languages: ['eng'],
  dates: [{ date: '2021-06-30', kind: 'issued' }],
  publishers: [{ name: 'Quay Press' }],
  type: 'article',
  links: ['https://journals.example.org/clean'],
  files: [{ uri: 'https://journals.example.org/clean.pdf', mediaType: 'application/pdf' }],
  access: { status: 'open' },
  licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' },
  version: 'published',
  sets: ['openaire', 'driver'],
};

const folder = temporaryFolder();
const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});
let number = 0;

async function storeWith(...changes: Change[]): Promise<Store> {
  number += 1;
  const store = await openStore(join(folder, `${number}.sqlite`), RECORD_LAYOUT, NOW);
  stores.push(store);
  await store.write(changes, () => NOW);
  return store;
}

/** The clean item with another identifier and these changes; undefined takes a property away. */
function put(local: string, changes: { [K in keyof Item]?: Item[K] | undefined } = {}, payloads?: Payloads): Change {
  const merged = { ...CLEAN, links: [`https://journals.example.org/${local}`], ...changes, identifier: ID(local) };
  const item = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as unknown as Item;
  return catalogue(item, NOW, CATALOGUING, payloads && { payloads });
}

type Payloads = Readonly<Record<string, string>>;
const dc = (elements: string): Payloads => ({
  oai_dc: `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">${elements}</oai_dc:dc>`,
});
const openaire = (elements: string): Payloads => ({
  oai_openaire: `<resource xmlns="http://namespace.openaire.eu/schema/oaire/" xmlns:datacite="http://datacite.org/schema/kernel-4">${elements}</resource>`,
});

/** Rules of one profile that a record breaks beside a clean one. */
async function brokenBy(profile: string, change: Change): Promise<string[]> {
  const report = await checkRecords(await storeWith(put('clean'), change), profiles);
  const rules = report.profiles.find(({ profile: name }) => name === profile)?.rules ?? [];
  return rules.filter(({ examples }) => examples.includes(ID('bad'))).map(({ rule }) => rule);
}

describe('checkRecords', () => {
  test('a clean record breaks no rule of any profile', async () => {
    const report = await checkRecords(await storeWith(put('clean')), profiles);
    expect(report.records).toBe(1);
    for (const { refused, grumbled, rules } of report.profiles) {
      expect(rules.filter(({ records }) => records > 0)).toEqual([]);
      expect([refused, grumbled]).toEqual([0, 0]);
    }
  });

  const closed = { access: { status: 'closed' }, sets: undefined } as const;
  const type = '<dc:type>info:eu-repo/semantics/article</dc:type>';
  /** One record for each rule of each profile that a single record can break. */
  const BREACHES: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
    openaire3: {
      title: put('bad', {}, dc('<dc:title> </dc:title>')),
      creator: put('bad', { agents: undefined }),
      date: put('bad', { dates: undefined }),
      'date-form': put('bad', {}, dc('<dc:date>2021-02-30</dc:date>')),
      type: put('bad', { type: undefined }),
      rights: put('bad', { access: undefined }),
      url: put('bad', {}, dc('<dc:identifier>10.5555/1</dc:identifier>')),
      set: put('bad', { sets: ['openair'] }),
      'one-date': put('bad', {}, dc('<dc:date>2020</dc:date><dc:date>2021</dc:date>')),
      'embargo-end': put('bad', { access: { status: 'embargoed', embargoEnd: '2027' } }),
      publisher: put('bad', { publishers: undefined }),
      description: put('bad', { abstracts: undefined }),
      subject: put('bad', { keywords: undefined }),
      language: put('bad', { languages: undefined }),
      'language-code': put('bad', {}, dc('<dc:language>Turkish</dc:language>')),
      version: put('bad', { version: undefined }),
      licence: put('bad', { licence: { text: 'Ask us.' } }),
      'type-first': put('bad', {}, dc(`<dc:type>Article</dc:type>${type}`)),
      'rights-first': put(
        'bad',
        {},
        dc('<dc:rights>(c)</dc:rights><dc:rights>info:eu-repo/semantics/openAccess</dc:rights>'),
      ),
      'double-encoded': put('bad', { keywords: [{ text: 'yayÄ±n' }] }),
    },
    openaire4: {
      title: put('bad', {}, openaire('<datacite:titles><datacite:title/></datacite:titles>')),
      issued: put('bad', { dates: undefined }),
      'date-form': put(
        'bad',
        {},
        openaire('<datacite:dates><datacite:date dateType="Issued">30.6.2021</datacite:date></datacite:dates>'),
      ),
      resourceType: put('bad', { type: undefined }),
      rights: put('bad', { access: undefined }),
      identifier: put('bad', {}, openaire('<file>https://journals.example.org/bad.pdf</file>')),
      link: put('bad', {}, openaire('<datacite:identifier identifierType="URN">urn:nbn:de:1</datacite:identifier>')),
      creator: put('bad', { agents: [{ role: 'editor', literal: 'X' }] }),
      embargo: put('bad', { access: { status: 'embargoed' } }),
      language: put('bad', { languages: undefined }),
      'language-code': put(
        'bad',
        {},
        openaire('<dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">xxx</dc:language>'),
      ),
      publisher: put('bad', { publishers: undefined }),
      description: put('bad', { abstracts: undefined }),
      subject: put('bad', { keywords: undefined }),
      file: put('bad', { files: undefined }),
      licence: put('bad', { licence: undefined }),
      version: put('bad', { version: undefined }),
      'double-encoded': put('bad', { titles: [{ text: 'yayÄ±n' }] }),
    },
    base: {
      title: put('bad', {}, dc('<dc:creator>X</dc:creator>')),
      creator: put('bad', { agents: undefined }),
      date: put('bad', { dates: undefined }),
      type: put('bad', { type: undefined, version: undefined }),
      identifier: put('bad', {}, dc(type)),
      url: put('bad', {}, dc('<dc:identifier>http:///nowhere</dc:identifier>')),
      'date-form': put('bad', {}, dc('<dc:date>2021-06-30T25:00:00Z</dc:date>')),
      'language-code': put('bad', {}, dc('<dc:language>en_US</dc:language>')),
      'type-term': put('bad', {}, dc('<dc:type>Article</dc:type>')),
      'access-term': put('bad', { access: undefined }),
      'default-handle': put('bad', { links: ['https://dspace.example.org/handle/123456789/17'] }),
      'double-encoded': put('bad', { titles: [{ text: 'yayÄ±n' }] }),
    },
    driver: {
      title: put('bad', {}, dc('<dc:creator>X</dc:creator>')),
      creator: put('bad', { agents: undefined }),
      date: put('bad', { dates: undefined }),
      type: put('bad', { type: undefined }),
      url: put('bad', {}, dc('<dc:identifier>12</dc:identifier>')),
      'date-form': put('bad', {}, dc('<dc:date>2021-06-30T10:00:00Z</dc:date>')),
      publisher: put('bad', { publishers: undefined }),
      description: put('bad', { abstracts: undefined }),
      subject: put('bad', { keywords: undefined }),
      language: put('bad', { languages: undefined }),
      'language-code': put('bad', {}, dc('<dc:language>ENG</dc:language>')),
      rights: put('bad', { access: undefined, licence: undefined }),
      version: put('bad', { version: undefined }),
      'double-encoded': put('bad', { titles: [{ text: 'yayÄ±n' }] }),
    },
  };

  test.each(Object.entries(BREACHES).flatMap(([profile, rules]) => Object.keys(rules).map((rule) => [profile, rule])))(
    '%s notices: %s',
    async (profile = '', rule = '') => {
      const change = BREACHES[profile]?.[rule];
      if (!change) throw new Error('no such breach');
      expect(await brokenBy(profile, change)).toContain(rule);
    },
  );

  test('every rule is broken by some test here', () => {
    const elsewhere: Readonly<Record<string, string[]>> = { base: ['same-url'], driver: ['set'] };
    for (const { name, rules } of profiles) {
      const tested = [...Object.keys(BREACHES[name] ?? {}), ...(elsewhere[name] ?? [])];
      expect(tested.toSorted()).toEqual(rules.map((rule) => rule.name).toSorted());
    }
  });

  test.each([
    ['openaire3', put('bad', closed)],
    [
      'base',
      put(
        'bad',
        {},
        dc(
          `${'<dc:title>T</dc:title><dc:creator>C</dc:creator><dc:date>2021-06-30T10:00:00+02:00</dc:date>'}<dc:date>info:eu-repo/date/embargoEnd/2027-01-01</dc:date>${type}<dc:identifier>http://a.org/1</dc:identifier><dc:language>ger</dc:language><dc:rights>info:eu-repo/semantics/embargoedAccess</dc:rights>`,
        ),
      ),
    ],
    [
      'openaire4',
      put('bad', {
        access: { status: 'embargoed', embargoEnd: '2027-01-01' },
        identifiers: [{ scheme: 'urn', value: 'urn:nbn:de:1' }],
        links: undefined,
      }),
    ],
  ])('%s has nothing against a record that needs no more', async (profile, change) => {
    expect(await brokenBy(profile, change)).toEqual([]);
  });

  test('a funded item belongs into the set openaire, whatever its access', async () => {
    const change = put('bad', { ...closed, funding: [{ funder: 'EC', award: '1' }] });
    expect(await brokenBy('openaire3', change)).toEqual(['set']);
    const unnamed = put('bad', { ...closed, funding: [{ funder: 'EC', programme: 'H2020' }] });
    expect(await brokenBy('openaire3', unnamed)).toEqual([]);
    const below = put('bad', { ...closed, sets: ['openaire:gold'], funding: [{ funder: 'EC', award: '1' }] });
    expect(await brokenBy('openaire3', below)).toEqual([]);
  });

  test('the set driver is only asked for where there is anything but open texts', async () => {
    const setRule = async (...changes: Change[]) => {
      const report = await checkRecords(await storeWith(...changes), profiles);
      const { rules = [], refused } = report.profiles.find(({ profile }) => profile === 'driver') ?? {};
      return [refused, ...(rules.find(({ rule }) => rule === 'set')?.examples ?? [])];
    };
    expect(await setRule(put('a', { sets: undefined }), put('b', { sets: undefined }))).toEqual([0]);
    expect(await setRule(put('a', { sets: undefined }), put('b', closed))).toEqual([1, ID('a')]);
    const dataset = put('b', { sets: undefined, type: 'dataset' });
    expect(await setRule(put('a', { sets: undefined }), dataset)).toEqual([1, ID('a')]);
  });

  test('BASE refuses all records when all lead to the same URL, and none when one leads elsewhere', async () => {
    const refused = async (...changes: Change[]) => {
      const report = await checkRecords(await storeWith(...changes), profiles);
      return report.profiles.find(({ profile }) => profile === 'base')?.refused;
    };
    const home = { links: ['https://journals.example.org/'] };
    expect(await refused(put('a', home), put('b', home), put('c', home))).toBe(3);
    expect(await refused(put('a', home), put('b', home), put('c'))).toBe(0);
    expect(await refused(put('a', home))).toBe(0);
  });

  test('judges what is served: the harvested oai_dc and not the item, the item where nothing was harvested', async () => {
    const change = put('bad', { agents: undefined }, dc('<dc:title>T</dc:title><dc:creator>C</dc:creator>'));
    expect(await brokenBy('base', change)).not.toContain('creator');
    expect(await brokenBy('base', change)).toContain('date');
    expect(await brokenBy('openaire4', change)).toEqual(['creator']);
  });

  test('what came in namespaces of its own, in CDATA or under other prefixes is read as harvesters read it', async () => {
    const payload = `<d xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/"><title xmlns="http://purl.org/dc/elements/1.1/"><![CDATA[T & C]]></title><title>no dc:title</title></d>`;
    const about = { payloads: { oai_dc: payload } };
    const change = catalogue({ ...CLEAN, identifier: ID('bad') }, NOW, CATALOGUING, about);
    const broken = await brokenBy('base', change);
    expect(broken).not.toContain('title');
    expect(broken).toContain('creator');
  });

  test('a record that is missing in a format is refused for that alone', async () => {
    const old: Cataloguing = { ...CATALOGUING, crosswalks: CATALOGUING.crosswalks.slice(0, 1) };
    const change = catalogue({ ...CLEAN, identifier: ID('bad') }, NOW, old);
    expect(await brokenBy('openaire4', change)).toEqual(['format']);
    expect(await brokenBy('openaire3', change)).toEqual([]);
  });

  test('deleted items, and those that are not to be seen yet, are not judged', async () => {
    const store = await storeWith(put('a'), put('b'), put('c', { visibleFrom: '2026-06-01', agents: undefined }));
    await store.write([{ kind: 'delete', identifier: ID('b'), by: 'hand' }], () => NOW);
    const report = await checkRecords(store, profiles);
    expect(report.records).toBe(1);
    expect(report.profiles.map(({ refused, grumbled }) => refused + grumbled)).toEqual([0, 0, 0, 0]);
  });

  test('counts each record once, and names five', async () => {
    const bad = Array.from({ length: 7 }, (_, index) =>
      put(`bad-${index}`, { agents: undefined, languages: undefined }),
    );
    const fair = put('fair', { languages: undefined });
    const store = await storeWith(put('clean'), fair, ...bad);
    const { records, profiles: reports } = await checkRecords(store, profiles);
    expect(records).toBe(9);
    const [report] = reports;
    expect(report).toMatchObject({ profile: 'openaire3', refused: 7, grumbled: 1 });
    const byName = new Map(report?.rules.map((rule) => [rule.rule, rule]));
    expect(byName.get('creator')).toMatchObject({ weight: 'refused', records: 7 });
    expect(byName.get('language')).toMatchObject({ weight: 'grumbled', records: 8 });
    expect(byName.get('creator')?.examples).toEqual([0, 1, 2, 3, 4].map((index) => ID(`bad-${index}`)));
  });
});
