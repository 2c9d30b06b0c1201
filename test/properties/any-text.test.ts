import fc from 'fast-check';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { clean } from '../../src/items/clean.ts';
import { BASE_URL, Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, ID } from '../support/fixture-f.ts';
import { judgeAnswer } from '../support/judge-answer.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      ...'<>&;#x/pbi 0853\u0000\u000b\r\n\t\u0338\u037e\ud800\udc00\ufffe\uffff\u0085e\u0301'.split(''),
    ),
    maxLength: 40,
  }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** For any text t in any field, what a parser reads from an answer is clean(t). */
describe('any text', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await Endpoint.start();
  });
  afterAll(() => endpoint.stop());

  test('arrives cleaned and whole in every element', () =>
    fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 7, maxLength: 7 }), async (texts) => {
        const [title = '', name = '', abstract = '', keyword = '', publisher = '', volume = '', rights = ''] = texts;
        const checked = checkItem({
          identifier: ID('any'),
          titles: [{ text: `T ${title}` }],
          agents: [{ literal: `N ${name}` }],
          abstracts: [{ text: `A ${abstract}` }],
          keywords: [{ text: `K ${keyword}` }],
          publishers: [{ name: `P ${publisher}` }],
          host: { volume: `V ${volume}` },
          licence: { text: `R ${rights}` },
        });
        if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
        const cataloguing = { ...CATALOGUING, crosswalks: endpoint.formats };
        await endpoint.store.write([catalogue(checked.item, 0, cataloguing)], () => 1_800_000_000);
        const query = new URLSearchParams({ verb: 'GetRecord', identifier: ID('any'), metadataPrefix: 'oai_dc' });
        const answer = judgeAnswer(await endpoint.get(query.toString()), { baseUrl: BASE_URL, verb: 'GetRecord' });
        const dc = answer.records[0]?.dc ?? {};
        const oneLine = (raw: string) =>
          clean(raw).replace(/[\t\n\u2028\u2029 ]+/g, (run) => (/[^ ]/.test(run) ? ' ' : run));
        expect(dc['title']?.[0]?.text).toBe(oneLine(`T ${title}`));
        expect(dc['creator']?.[0]?.text).toBe(oneLine(`N ${name}`));
        expect(dc['description']?.[0]?.text).toBe(clean(`A ${abstract}`));
        expect(dc['subject']?.[0]?.text).toBe(oneLine(`K ${keyword}`));
        expect(dc['publisher']?.[0]?.text).toBe(oneLine(`P ${publisher}`));
        expect(dc['source']?.[0]?.text).toBe(oneLine(`V ${volume}`));
        expect(dc['rights']?.[0]?.text).toBe(oneLine(`R ${rights}`));
      }),
      { numRuns: 300 },
    ));
});
