import fc from 'fast-check';
import { loadConfig } from '../../src/config/config.ts';
import { isOaiIdentifier, toOaiIdentifier } from '../../src/oai/identifier.ts';
import { Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, clockOf, follow, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { importText } from './import-text.ts';
import { query, recordQuery, refused } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

const NOW = '2026-03-01T10:00:00Z';
const PREFIXES = ['oai_dc', 'marc21', 'oai_datacite'];
const made = (local: string) => toOaiIdentifier(local, REPOSITORY_IDENTIFIER);

/** An empty repository into which these lines of JSON have been imported, and what is in it then. */
async function imported(...lines: object[]): Promise<{ endpoint: Endpoint; identifiers: string[]; refused: string[] }> {
  const endpoint = await keep(Endpoint.start());
  const told = await importText(endpoint, 'items.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const { headers } = told.refused.length === lines.length ? { headers: [] } : await follow(endpoint, LI);
  return { endpoint, identifiers: headers.map(({ identifier }) => identifier), refused: told.refused };
}

test('ID-01 an item has one identifier, in all its formats, and no other item has it', async () => {
  for (const metadataPrefix of PREFIXES) {
    expect(names((await ask(f, recordQuery(ID('r1'), metadataPrefix))).headers)).toEqual(['r1']);
    const { headers } = await followQuietly(f, query({ verb: 'ListIdentifiers', metadataPrefix }));
    expect(names(headers)).toEqual(
      ['r1', 'r2', 'r3', '-r4', 'r5'].filter((name) => metadataPrefix !== 'oai_datacite' || name !== 'r5'),
    );
  }
  const {
    endpoint,
    identifiers,
    refused: told,
  } = await imported(itemF('a'), itemF('b'), itemF('a', { titles: [{ text: 'Another a' }] }));
  expect([identifiers, told]).toEqual([[ID('a'), ID('b')], [expect.stringContaining('same identifier')]]);
  expect((await ask(endpoint, recordQuery(ID('a')))).records[0]?.dc?.['title']?.[0]?.text).toBe('Article a');
});

test('ID-02 identifiers are URIs with a scheme', async () => {
  for (const { identifier } of (await followQuietly(f, LR)).headers) {
    expect(identifier).toMatch(/^[A-Za-z][A-Za-z0-9+.-]*:.+/);
    expect(URL.canParse(identifier)).toBe(true);
  }
  const { identifiers } = await imported(itemF('x', { identifier: '1234' }), itemF('x', { identifier: 'a b/ç' }));
  expect(identifiers).toEqual([ID('1234'), ID('a%20b/%C3%A7')]);
});

test('ID-03 no other scheme is used: a DOI or a handle becomes the local part of an oai identifier', async () => {
  const given = ['doi:10.5555/1', 'hdl:2027/2', 'http://example.org/3', 'urn:isbn:4', 'OAI:x.org:5'];
  const { endpoint, identifiers } = await imported(...given.map((identifier) => itemF('x', { identifier })));
  expect(identifiers).toEqual(given.map(ID));
  for (const identifier of given) await refused(endpoint, recordQuery(identifier), 'idDoesNotExist');
  for (const scheme of ['doi:10.5555', 'hdl:2027', 'doi', 'urn:x']) {
    expect(() => configWith(scheme)).toThrow(/OAI_REPOSITORY_IDENTIFIER/);
  }
});

test('ID-04 the identifier names the item; the way to the text is in dc:identifier, of every record', async () => {
  for (const { identifier, deleted, dc } of (await followQuietly(f, LR)).records) {
    const links = dc?.['identifier']?.map((statement) => statement.text) ?? [];
    if (deleted) continue;
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toMatch(/^https?:\/\//);
    expect(links).not.toContain(identifier);
  }
  const dc = (await ask(f, recordQuery(ID('r5')))).records[0]?.dc;
  expect(dc?.['identifier']).toEqual([{ text: 'https://oai.example.org/items/r5' }]);
});

test('ID-05 GetRecord answers with the very identifier that was asked for and that lists show', async () => {
  const odd = ["a;b/c?d=e&f,g+h@i!j$k'l(m)n*o~p", 'a%20b', 'A', 'a', '.', '..', 'a//b', 'a:b:c', 'ş', '%'];
  const g = await keep(startFixtureF());
  await putAt(g, NOW, ...odd.map((local) => itemF('x', { identifier: made(local) })));
  const listed = [...(await followQuietly(g, LI)).headers, ...(await followQuietly(g, LR)).headers];
  expect(listed).toHaveLength(2 * (5 + odd.length));
  for (const header of listed) {
    expect((await ask(g, recordQuery(header.identifier))).headers).toEqual([expect.objectContaining(header)]);
  }
});

test('ID-06 identifiers follow the oai-identifier scheme: oai, domain name, local part', async () => {
  for (const { identifier } of (await followQuietly(f, LI)).headers) {
    expect(identifier).toMatch(/^oai:[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+:.+$/i);
  }
});

const configWith = (repositoryIdentifier: string) =>
  loadConfig({ environment: { OAI_REPOSITORY_IDENTIFIER: repositoryIdentifier }, flags: {} });

test.each([
  '4ever.org',
  'localhost',
  '10.0.0.1',
  'example.org:8080',
  'example.4u',
  'example.',
  '.org',
  'a..b',
  'a_b.org',
  'ex ample.org',
  'çç.org',
  '-a.org',
  'http://a.org',
  'a.org/b',
  '[::1]',
])('ID-07 the namespace is a domain name of names: %s is refused at start', (namespace) => {
  expect(() => configWith(namespace)).toThrow(`OAI_REPOSITORY_IDENTIFIER: "${namespace}" will not do`);
});

test.each(['example.org', 'a.b', 'Journals.Example.ORG', 'x-1.y-2.z3', 'a-.b-'])(
  'ID-07 %s is taken',
  async (namespace) => {
    expect(configWith(namespace).repositoryIdentifier).toBe(namespace);
    const endpoint = await keep(Endpoint.start());
    await endpoint.store.claimIdentifier(namespace);
    const [description] = (await ask(endpoint, 'verb=Identify')).identify?.descriptions ?? [];
    expect(description).toContain(`<repositoryIdentifier>${namespace}</repositoryIdentifier>`);
  },
);

test.each([
  ['a b#ç', 'a%20b%23%C3%A7'],
  ['a?b/c', 'a?b/c'],
  ["-_.!~*'();/?:@&=+$,", "-_.!~*'();/?:@&=+$,"],
  ['<">\\^`{|}', '%3C%22%3E%5C%5E%60%7B%7C%7D'],
  ['[x]', '%5Bx%5D'],
  ['100%', '100%25'],
  ['𝒜', '%F0%9D%92%9C'],
  ['article/1', 'article/1'],
])('ID-08 the local part is escaped where it must be, and nowhere else: %s', async (local, escaped) => {
  expect(made(local)).toBe(ID(escaped));
  const { identifiers, endpoint } = await imported(itemF('x', { identifier: local }));
  expect(identifiers).toEqual([ID(escaped)]);
  await ask(endpoint, recordQuery(ID(escaped)));
});

test('ID-08 whatever the id at home is, it can be read back from the identifier', () => {
  const local = fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => !id.startsWith('oai:'));
  fc.assert(
    fc.property(local, (id) => {
      const identifier = made(id);
      expect(isOaiIdentifier(identifier)).toBe(true);
      expect(identifier).toMatch(/^oai:oai\.example\.org:(?:[A-Za-z0-9_.!~*'();/?:@&=+$,-]|%[0-9A-F]{2})+$/);
      expect(decodeURIComponent(identifier.slice(ID('').length))).toBe(id);
    }),
    { numRuns: 500 },
  );
});

test('ID-09 hexadecimal digits of escapes are in upper case', async () => {
  const { identifiers } = await imported(itemF('x', { identifier: 'a<b>ÿ/\u{1f600}' }));
  expect(identifiers).toEqual([ID('a%3Cb%3E%C3%BF/%F0%9F%98%80')]);
});

test('ID-10 identifiers are compared as they are: no case is folded, no escape undone', async () => {
  const g = await keep(startFixtureF());
  await putAt(g, NOW, itemF('A%3Cb'), itemF('a/b'));
  for (const other of [
    'OAI:oai.example.org:r1',
    'oai:OAI.EXAMPLE.ORG:r1',
    ID('R1'),
    ID('%72%31'),
    ID('r1%20'),
    ID('a%3Cb'),
    ID('A%3cb'),
    ID('A%253Cb'),
    ID('a%2Fb'),
    ID('a//b'),
    ID('a/./b'),
    `${ID('r1')}#`,
    'oai:oai.example.org',
    'r1',
  ]) {
    await refused(g, recordQuery(other), 'idDoesNotExist');
    await refused(g, query({ verb: 'ListMetadataFormats', identifier: other }), 'idDoesNotExist');
  }
  await ask(g, recordQuery(ID('A%3Cb')));
});

test('ID-11 an item that comes back has its identifier again, and is deleted no longer', async () => {
  const { endpoint } = await imported(itemF('x', { identifier: 'home/1' }), itemF('x', { identifier: 'home/2' }));
  const get = async () => (await ask(endpoint, recordQuery(ID('home/1')))).records[0];
  const first = await get();
  clockOf(endpoint).tick(60);
  await importText(endpoint, 'gone.jsonl', JSON.stringify({ identifier: 'home/1', deleted: true }));
  expect(await get()).toMatchObject({ deleted: true, identifier: first?.identifier });
  clockOf(endpoint).tick(60);
  await importText(endpoint, 'back.jsonl', JSON.stringify(itemF('x', { identifier: 'home/1' })));
  expect(await get()).toEqual({ ...first, datestamp: '2026-03-01T10:02:00Z' });
  expect(names((await ask(endpoint, LI)).headers)).toEqual(['home/2', 'home/1']);
});

describe('ID-12 the oai-identifier description', () => {
  const sampleOf = async (endpoint: Endpoint) => {
    const blocks = ((await ask(endpoint, 'verb=Identify')).identify?.descriptions ?? []).filter((block) =>
      block.startsWith('<oai-identifier'),
    );
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toContain(`<repositoryIdentifier>${REPOSITORY_IDENTIFIER}</repositoryIdentifier>`);
    return /<sampleIdentifier>(.*)<\/sampleIdentifier>/.exec(blocks[0] ?? '')?.[1] ?? '';
  };

  test('ID-12 stands there once, with a sample that can be asked for', async () => {
    await ask(f, recordQuery(await sampleOf(f)));
    expect(await sampleOf(await keep(Endpoint.start()))).toBe(ID('sample'));
  });

  test('ID-12 is valid where identifiers came as they are from elsewhere', async () => {
    for (const identifier of [ID('a#b'), ID('%c3%a7'), 'oai:other.example.net:1']) {
      const { endpoint, identifiers } = await imported(itemF('x', { identifier }));
      expect(identifiers).toEqual([identifier]);
      expect(await sampleOf(endpoint)).toBe(ID('sample'));
    }
  });
});

test('ID-13 tenants stand in the local part: a repository never gets a second namespace', async () => {
  const { endpoint, identifiers } = await imported(
    itemF('x', { identifier: 'tenant-1:1' }),
    itemF('x', { identifier: 'tenant-2:1' }),
  );
  expect(identifiers).toEqual([ID('tenant-1:1'), ID('tenant-2:1')]);
  await expect(endpoint.store.claimIdentifier('tenant-3.example.org')).rejects.toThrow(
    /cannot become tenant-3\.example\.org/,
  );
  await deleteAt(endpoint, NOW, 'tenant-1:1', 'tenant-2:1');
  await expect(endpoint.store.claimIdentifier('tenant-3.example.org')).rejects.toThrow();
});
