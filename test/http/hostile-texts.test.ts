import { Endpoint } from '../support/endpoint.ts';
import { titleChange } from '../support/title-change.ts';

const ARGUMENTS = {
  identifier: 'verb=GetRecord&metadataPrefix=oai_dc',
  metadataPrefix: 'verb=GetRecord&identifier=oai:oai.example.org:a',
  set: 'verb=ListRecords&metadataPrefix=oai_dc',
  from: 'verb=ListRecords&metadataPrefix=oai_dc',
  resumptionToken: 'verb=ListRecords',
} as const;

/** As they stand in a request: U+0000, half a character, and more than any index holds. */
const TEXTS: readonly [string, string][] = [
  ['U+0000', '%00'],
  ['U+0000 in an identifier', 'oai:oai.example.org:a%00'],
  ['half a character', 'oai:oai.example.org:%ED%A0%80'],
  ['a noncharacter', 'oai:oai.example.org:%EF%BF%BF'],
  ['100,000 letters', `oai:oai.example.org:${'a'.repeat(100_000)}`],
  ['100,000 letters without colons', 'a'.repeat(100_000)],
  ['50,000 segments', `${'a:'.repeat(50_000)}a`],
];

describe('no text that a client sends is a fault', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await Endpoint.start();
    const item = { identifier: 'oai:oai.example.org:a', titles: [{ text: 'A' }] };
    const change = { ...titleChange(item.identifier, 'A'), content: JSON.stringify(item) };
    await endpoint.store.write([change], () => endpoint.clock.now());
  });
  afterAll(() => endpoint.stop());
  afterEach(() => expect(endpoint.log).toEqual([]));

  test.each(Object.keys(ARGUMENTS).flatMap((name) => TEXTS.map(([what, text]) => [name, what, text] as const)))(
    'as %s: %s',
    async (name, _what, text) => {
      const answer = await endpoint.post(`${ARGUMENTS[name as keyof typeof ARGUMENTS]}&${name}=${text}`);
      expect(answer.status).toBe(200);
      expect(answer.body.toString()).toContain('<error code=');
    },
  );

  test.each(TEXTS.filter(([, text]) => text.length < 1000))('below /items: %s', async (_what, text) => {
    for (const path of [text, encodeURIComponent(text), `x/${text}`]) {
      expect([400, 404]).toContain((await endpoint.send('GET', `/items/${path}`)).status);
    }
  });

  test('and the item is found under all its spellings', async () => {
    for (const path of ['a', 'oai:oai.example.org:a', 'oai%3Aoai.example.org%3Aa']) {
      expect((await endpoint.send('GET', `/items/${path}`)).status).toBe(200);
    }
  });
});
