import { inChromium } from '../support/chromium.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { BROWSER_PATIENCE, expectGoodPage } from '../support/expect-good-page.ts';
import { startFixtureF } from '../support/fixture-f.ts';

const OF_R1 = 'identifier=oai:oai.example.org:r1';

/** Every kind of page that a repository has: what it is, its path, its status. Add yours. */
const PAGES: readonly [string, string, number][] = [
  ['the endpoint without a request', '/oai', 200],
  ['Identify', '/oai?verb=Identify', 200],
  ['ListRecords', '/oai?verb=ListRecords&metadataPrefix=oai_dc', 200],
  ['ListRecords in another format', '/oai?verb=ListRecords&metadataPrefix=marc21', 200],
  ['ListIdentifiers', '/oai?verb=ListIdentifiers&metadataPrefix=oai_dc', 200],
  ['ListSets', '/oai?verb=ListSets', 200],
  ['ListMetadataFormats', '/oai?verb=ListMetadataFormats', 200],
  ['the formats of an item', `/oai?verb=ListMetadataFormats&${OF_R1}`, 200],
  ['GetRecord', `/oai?verb=GetRecord&metadataPrefix=oai_dc&${OF_R1}`, 200],
  ['GetRecord in another format', `/oai?verb=GetRecord&metadataPrefix=oai_datacite&${OF_R1}`, 200],
  ['GetRecord of a deleted one', '/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:oai.example.org:r4', 200],
  ['several errors', '/oai?verb=ListRecords&from=2026-02-30&colour=red&resumptionToken=x', 200],
  ['nothing that matches', '/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2999-01-01', 200],
  ['an item', '/items/r1', 200],
  ['a deleted item', '/items/r4', 410],
  ['no item', '/items/none', 404],
  ['sets and months', '/browse', 200],
  ['a list of items', '/browse/items?set=journal', 200],
  ['a list without items', '/browse/items?date=1999-01', 200],
  ['a list that cannot be', '/browse/items?date=x', 400],
];

inChromium('every page', (browser) => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await startFixtureF();
  });
  afterAll(() => endpoint.stop());

  test.each(PAGES)(
    'is accessible, quiet and narrow enough: %s',
    async (_what, path, status) => {
      await expectGoodPage(browser(), `http://localhost:${endpoint.port}${path}`, status);
    },
    BROWSER_PATIENCE,
  );
});
