import fc from 'fast-check';
import { createCrosswalks } from '../../src/formats/index.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { anyItem } from '../support/any-item.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, ID, startFixtureF } from '../support/fixture-f.ts';
import { NAVIGATION } from '../support/navigation.ts';
import { elementsNamed, type HtmlElement, readHtml, textIn } from '../support/read-html.ts';

/** All that a page of the endpoint is made of. */
const ELEMENTS =
  'html head meta title link style body a header div nav ul li main h1 h2 p code time span bdi dl dt dd section details ' +
  'summary form input label small select option button hr footer';
const ATTRIBUTES =
  'lang charset name content rel href class dir aria-label aria-current aria-labelledby aria-describedby id tabindex ' +
  'datetime open action type value for autocomplete spellcheck required selected';

/** The page, read strictly; nothing may be in it that pages are not made of. */
function readPage(text: string): HtmlElement {
  const page = readHtml(text);
  const check = (element: HtmlElement): void => {
    expect(ELEMENTS.split(' ')).toContain(element.name);
    for (const [name, value] of element.attributes) {
      expect(ATTRIBUTES.split(' ')).toContain(name);
      if (name === 'href' || name === 'action')
        expect(value).toMatch(/^(?:\/(?!\/)|#|https?:|mailto:|data:image\/svg)/i);
    }
    for (const child of element.children) if (typeof child !== 'string') check(child);
  };
  check(page);
  return page;
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'<>&;#x/="\'`- a\u0000\u202e\u2067\ud800א'.split('')), maxLength: 40 }),
  fc.constantFrom(
    'Identify',
    'GetRecord',
    'ListRecords',
    'ListSets',
    'oai_dc',
    'marc21',
    ID('r1'),
    ID('r4'),
    '2021-01-01',
  ),
);
const names = fc.constantFrom(
  'verb',
  'identifier',
  'metadataPrefix',
  'from',
  'until',
  'set',
  'resumptionToken',
  'x"><',
);

test('any request has a page that a strict reader reads', async () => {
  const endpoint = await startFixtureF();
  try {
    const requests = fc.array(fc.tuple(names, text), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(requests, async (given) => {
        const query = given.map(
          ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`,
        );
        const answer = await endpoint.get(query.join('&'), NAVIGATION);
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
        readPage(answer.body.toString());
      }),
      { numRuns: 200 },
    );
    expect(endpoint.log).toEqual([]);
  } finally {
    await endpoint.stop();
  }
}, 120_000);

test('any item has pages in every format that a strict reader reads, and its title is their heading', async () => {
  const formats = createCrosswalks({ schemasUrl: 'https://oai.example.org/schemas/' });
  const endpoint = await Endpoint.start({ formats });
  const cataloguing = { ...CATALOGUING, crosswalks: formats };
  try {
    await fc.assert(
      fc.asyncProperty(anyItem, async (value) => {
        const checked = checkItem(value);
        fc.pre(checked.ok);
        if (!checked.ok) return;
        const item = { ...checked.item, identifier: ID('any') };
        await endpoint.store.write([catalogue(item, 0, cataloguing)], () => endpoint.clock.now());
        const { metadataPrefixes } = await endpoint.store.readItemFormats(ID('any'));
        for (const prefix of metadataPrefixes) {
          const one = await endpoint.get(`verb=GetRecord&metadataPrefix=${prefix}&identifier=${ID('any')}`, NAVIGATION);
          const page = readPage(one.body.toString());
          const heading = elementsNamed(page, 'h1').map(textIn);
          if (prefix === oaiDc.metadataPrefix)
            expect(heading[0]?.slice(0, 100)).toBe(firstTitle(await xmlOf()).slice(0, 100));
          readPage((await endpoint.get(`verb=ListRecords&metadataPrefix=${prefix}`, NAVIGATION)).body.toString());
        }
      }),
      { numRuns: 30 },
    );
    expect(endpoint.log).toEqual([]);
  } finally {
    await endpoint.stop();
  }

  async function xmlOf(): Promise<string> {
    return (await endpoint.get(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('any')}`)).body.toString();
  }
}, 240_000);

/** As it stands in the XML. */
function firstTitle(xml: string): string {
  const [, title = ''] = /<dc:title[^>]*>([^<]*)</.exec(xml) ?? [];
  return title
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#13;', '\r')
    .replaceAll('&amp;', '&')
    .trim();
}
