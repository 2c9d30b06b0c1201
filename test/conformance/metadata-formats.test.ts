import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCrosswalks } from '../../src/formats/index.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { ID, startFixtureF } from '../support/fixture-f.ts';
import { sharedFolder } from '../support/official-schemas.ts';
import { ask, followQuietly, keeper, LI, names } from './ask.ts';
import { refused, text } from './wire.ts';

const keep = keeper();
const FORMATS = 'verb=ListMetadataFormats';
const crosswalks = createCrosswalks({ schemasUrl: 'https://oai.example.org/schemas/' });
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

/** Whether a repository with this format beside oai_dc can be set up at all. */
const offering =
  (more: Partial<typeof oaiDc>, formats = [oaiDc]) =>
  () =>
    new DataProvider(f.store, [...formats, { ...oaiDc, ...more }], f.settings, f.clock);

test.each(['oai:dc', 'marc/21', '', 'oai dc', 'dc+', 'ÖAI', 'a%20b'])(
  'FMT-01 a prefix with other than unreserved characters is refused when a repository is set up, and in requests: %j',
  async (metadataPrefix) => {
    expect(offering({ metadataPrefix })).toThrow(/needs a prefix of/);
    await refused(f, `verb=ListRecords&metadataPrefix=${encodeURIComponent(metadataPrefix)}`, 'badArgument');
  },
);

test("FMT-01 every unreserved character is legal: A-Z a-z 0-9 - _ . ! ~ * ' ( )", async () => {
  const metadataPrefix = "AZaz09-_.!~*'()";
  expect(offering({ metadataPrefix })).not.toThrow();
  await refused(f, `verb=ListRecords&metadataPrefix=${encodeURIComponent(metadataPrefix)}`, 'cannotDisseminateFormat');
});

test('FMT-02 oai_dc is announced to the letter as the protocol publishes it', async () => {
  expect(text(await f.get(FORMATS))).toContain(
    '<metadataFormat><metadataPrefix>oai_dc</metadataPrefix>' +
      '<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>' +
      '<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat>',
  );
});

test.each([
  { schema: 'https://www.openarchives.org/OAI/2.0/oai_dc.xsd' },
  { metadataNamespace: 'http://example.org/' },
])('FMT-02 oai_dc with another address is refused when a repository is set up: %j', (other) => {
  expect(offering(other, [])).toThrow(/oai_dc/);
});

test('FMT-03 the prefix "all" is refused when a repository is set up', () => {
  expect(offering({ metadataPrefix: 'all' })).toThrow(/needs another prefix/);
});

test('FMT-04 each format is listed once, with its prefix, schema and namespace', async () => {
  const { formats } = await ask(f, FORMATS);
  expect(formats).toEqual(
    f.formats.map(({ metadataPrefix, schema, metadataNamespace }) => ({ metadataPrefix, schema, metadataNamespace })),
  );
  expect(offering({})).toThrow(/twice/);
  expect(offering({ metadataPrefix: 'x', schema: '' })).toThrow(/URL of its schema/);
});

test.each(crosswalks.map((format) => [format.metadataPrefix, format] as const))(
  'FMT-05 the schema that %s announces is at hand, defines its namespace, and is one that the world can fetch',
  (_prefix, { schema, metadataNamespace }) => {
    expect(schema).toMatch(/^https?:\/\//);
    const name = schema.slice(schema.lastIndexOf('/') + 1);
    const defines = (folder: string) =>
      readFileSync(join(import.meta.dirname, '../..', folder, name), 'utf8').includes(
        `targetNamespace="${metadataNamespace}"`,
      );
    expect(defines('xsd')).toBe(true);
    if (schema.startsWith('https://oai.example.org/schemas/')) {
      expect(defines('schemas')).toBe(true);
      return;
    }
    const shared = sharedFolder();
    if (shared === undefined) return;
    const catalog = readFileSync(join(shared, 'reference/schemas/catalog.xml'), 'utf8');
    expect(catalog).toContain(`<uri name="${schema}"`);
  },
);

test('FMT-06 an item may lack a format', async () => {
  const { formats } = await ask(f, `${FORMATS}&identifier=${ID('r5')}`);
  expect(formats.map(({ metadataPrefix }) => metadataPrefix)).toEqual(['oai_dc', 'marc21']);
  const { headers } = await followQuietly(f, 'verb=ListIdentifiers&metadataPrefix=oai_datacite');
  expect(names(headers)).not.toContain('r5');
});

test.each(['OAI_DC', 'oai_DC', 'Marc21'])('FMT-07 prefixes are case-sensitive: %s', async (prefix) => {
  for (const verb of ['ListRecords', 'ListIdentifiers']) {
    await refused(f, `verb=${verb}&metadataPrefix=${prefix}`, 'cannotDisseminateFormat');
  }
  await refused(f, `verb=GetRecord&identifier=${ID('r1')}&metadataPrefix=${prefix}`, 'cannotDisseminateFormat');
  await ask(f, LI);
});

test('FMT-08 the formats have the prefixes that the communities use', () => {
  const customary = ['oai_dc', 'marc21', 'mods', 'oai_datacite', 'datacite', 'oai_openaire', 'oai_qdc', 'oai_etdms'];
  for (const { metadataPrefix } of crosswalks) expect(customary).toContain(metadataPrefix);
});
