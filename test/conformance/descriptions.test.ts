import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/config.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { configuredDescriptions, textDescription } from '../../src/xml/descriptions.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, ID, itemF } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { secondsOf } from '../support/test-clock.ts';
import { ask, keeper } from './ask.ts';

const keep = keeper();
const folder = temporaryFolder();
const RIGHTS = 'http://www.openarchives.org/OAI/2.0/rights/';
const CC0 = 'https://creativecommons.org/publicdomain/zero/1.0/';

/** The descriptions of an Identify answer that these lines of a config file come to; the judge has them all. */
async function described(yaml: string): Promise<string[]> {
  const file = join(folder, 'oai-pmh.yaml');
  writeFileSync(file, `descriptions:\n${yaml}`);
  const { descriptions } = loadConfig({ file, environment: {}, flags: {} });
  const endpoint = await keep(Endpoint.start({ settings: { descriptions: configuredDescriptions(descriptions) } }));
  const { identify } = await ask(endpoint, 'verb=Identify');
  const all = identify?.descriptions ?? [];
  // The identifiers come first and the software last, whatever is configured between them.
  expect(all.at(0)).toContain('<oai-identifier ');
  expect(all.at(-1)).toContain('<toolkit ');
  return all.slice(1, -1);
}

const inside = (container = '') => container.slice(container.indexOf('>') + 1, container.lastIndexOf('<'));
const schemaOf = (container = '') => /xsi:schemaLocation="([^"]*)"/.exec(container)?.[1];

test('IDF-12 eprints tells the policies in words or by address, in the order of its schema', async () => {
  const [eprints, ...others] = await described(`
  eprints:
    comments: [One & two, "<three>"]
    submissionPolicy: https://example.org/submit?a=1&b=2
    dataPolicy: Free to read
    metadataPolicy: { text: Free to use, url: ${CC0} }
    content: Articles
`);
  expect(others).toEqual([]);
  expect(schemaOf(eprints)).toBe(
    'http://www.openarchives.org/OAI/1.1/eprints http://www.openarchives.org/OAI/1.1/eprints.xsd',
  );
  expect(inside(eprints)).toBe(
    '<content><text>Articles</text></content>' +
      `<metadataPolicy><text>Free to use</text><URL>${CC0}</URL></metadataPolicy>` +
      '<dataPolicy><text>Free to read</text></dataPolicy>' +
      '<submissionPolicy><URL>https://example.org/submit?a=1&amp;b=2</URL></submissionPolicy>' +
      '<comment>One &amp; two</comment><comment>&lt;three&gt;</comment>',
  );
  const [least] = await described('  eprints: { metadataPolicy: none, dataPolicy: none }');
  expect(inside(least)).toBe(
    '<metadataPolicy><text>none</text></metadataPolicy><dataPolicy><text>none</text></dataPolicy>',
  );
});

test('IDF-13 friends names other repositories', async () => {
  const [friends] = await described('  friends: [https://a.example.org/oai, "https://b.example.org/oai?x=1&y=2"]');
  expect(schemaOf(friends)).toBe(
    'http://www.openarchives.org/OAI/2.0/friends/ http://www.openarchives.org/OAI/2.0/friends.xsd',
  );
  expect(inside(friends)).toBe(
    '<baseURL>https://a.example.org/oai</baseURL><baseURL>https://b.example.org/oai?x=1&amp;y=2</baseURL>',
  );
});

test('IDF-14 branding has an icon and style sheets, or one of both', async () => {
  const icon =
    '{ url: https://a.example.org/i.png, link: https://a.example.org/, title: A & B, width: 88, height: 31 }';
  const sheet = '{ namespace: urn:x, mimeType: text/xsl, url: https://a.example.org/x.xsl }';
  const [branding] = await described(`  branding: { icon: ${icon}, renderings: [${sheet}, ${sheet}] }`);
  expect(schemaOf(branding)).toBe(
    'http://www.openarchives.org/OAI/2.0/branding/ http://www.openarchives.org/OAI/2.0/branding.xsd',
  );
  const rendering =
    '<metadataRendering metadataNamespace="urn:x" mimeType="text/xsl">https://a.example.org/x.xsl</metadataRendering>';
  expect(inside(branding)).toBe(
    '<collectionIcon><url>https://a.example.org/i.png</url><link>https://a.example.org/</link>' +
      `<title>A &amp; B</title><width>88</width><height>31</height></collectionIcon>${rendering}${rendering}`,
  );
  expect(inside((await described(`  branding: { renderings: ${sheet} }`))[0])).toBe(rendering);
  expect(inside((await described('  branding: { icon: { url: https://a.example.org/i.png } }'))[0])).toBe(
    '<collectionIcon><url>https://a.example.org/i.png</url></collectionIcon>',
  );
});

test('IDF-15 the manifest of rights is about the metadata and points at their licence', async () => {
  const [manifest] = await described(`  metadataRights: ${CC0}`);
  expect(schemaOf(manifest)).toBe(`${RIGHTS} http://www.openarchives.org/OAI/2.0/rightsManifest.xsd`);
  expect(manifest).toContain('appliesTo="http://www.openarchives.org/OAI/2.0/entity#metadata"');
  expect(inside(manifest)).toBe(`<rights><rightsReference ref="${CC0}"/></rights>`);
});

test('IDF-10 all containers stand beside each other, those of a file too', async () => {
  writeFileSync(join(folder, 'own.xml'), `<?xml version="1.0"?>\n${textDescription('Our own')}\n`);
  const all = await described(
    `  friends: https://a.example.org/oai\n  metadataRights: ${CC0}\n  eprints: { metadataPolicy: a, dataPolicy: b }\n` +
      '  branding: { icon: { url: https://a.example.org/i.png } }\n  files: own.xml',
  );
  expect(all.map((container) => /^<([^ ]+)/.exec(container)?.[1])).toEqual([
    'eprints',
    'friends',
    'branding',
    'rightsManifest',
    'oai_dc:dc',
  ]);
});

test('IDF-16 REC-10 records of our own say in an about what may be done with them, harvested ones where they are from', async () => {
  const endpoint = await keep(Endpoint.start());
  const now = secondsOf('2026-03-01T10:00:00Z');
  const cataloguing = { ...CATALOGUING, crosswalks: endpoint.formats, metadataRights: CC0 };
  const provenance = {
    baseUrl: 'https://x.example.org/oai',
    identifier: 'oai:x.example.org:1',
    datestamp: '2020-01-01',
    metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    harvestDate: '2026-01-01T00:00:00Z',
    altered: false,
  };
  await endpoint.store.write(
    [
      catalogue(itemF('own'), now, cataloguing),
      catalogue(itemF('harvested'), now, cataloguing, { payloads: {}, provenance }),
      catalogue(itemF('silent'), now, { ...CATALOGUING, crosswalks: endpoint.formats }),
    ],
    () => now,
  );
  const aboutsOf = async (local: string) =>
    (await ask(endpoint, `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID(local)}`)).records[0]?.abouts ?? [];
  const [rights, ...more] = await aboutsOf('own');
  expect(more).toEqual([]);
  expect(schemaOf(rights)).toBe(`${RIGHTS} http://www.openarchives.org/OAI/2.0/rights.xsd`);
  expect(inside(rights)).toBe(`<rightsReference ref="${CC0}"/>`);
  const harvested = await aboutsOf('harvested');
  expect(harvested.map((about) => /^<(\w+)/.exec(about)?.[1])).toEqual(['provenance']);
  expect(await aboutsOf('silent')).toEqual([]);
});
