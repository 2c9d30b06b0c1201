import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { oaiXml } from '../../src/ingest/oai-xml.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CLOSE, OPEN, record } from './oai-xml-response.ts';
import { readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();

describe('any text at all', () => {
  const PARTS = [
    OPEN,
    CLOSE,
    '<record>',
    '</record>',
    '<header>',
    '</header>',
    '<identifier>x</identifier>',
    '<metadata>',
    '</metadata>',
    record(''),
    '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '&amp;',
    '&',
    '&constructor;',
    '&#0;',
    '<?x ?>',
    '<a:b/>',
    '<__proto__ constructor="1"/>',
    '<!DOCTYPE a>',
    ' xml:lang="x"',
    '\u0000',
    '\ud83d\ude00',
    '<resumptionToken>t</resumptionToken>',
  ];

  test('is records or a Fault, never another error', async () => {
    const part = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PARTS) },
      fc.string({ unit: 'binary', maxLength: 10 }),
    );
    let faults = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), fc.boolean(), async (parts, framed) => {
        const text = parts.join('').toWellFormed();
        try {
          await readAll(oaiXml, sourceFile(folder, framed ? OPEN + text + CLOSE : text));
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          faults++;
        }
      }),
      { numRuns: 120 },
    );
    expect(faults).toBeGreaterThan(30);
  });

  test.each([
    [
      'subjects',
      OPEN + record(Array.from({ length: 40_000 }, (_, i) => `<dc:subject>${i}</dc:subject>`).join('')) + CLOSE,
    ],
    ['creators', OPEN + record('<dc:creator>a</dc:creator>'.repeat(40_000)) + CLOSE],
    ['open tags', `${OPEN}${'<a>'.repeat(500_000)}`],
    ['ampersands', `${OPEN}${'&'.repeat(500_000)}`],
    ['attributes', `${OPEN}<record ${Array.from({ length: 50_000 }, (_, i) => `a${i}=""`).join(' ')}/>${CLOSE}`],
    ['empty records', `${OPEN}${'<record/>'.repeat(50_000)}${CLOSE}`],
  ])('of many %s takes no time', async (_, text) => {
    const start = performance.now();
    await readAll(oaiXml, sourceFile(folder, text)).catch((error) => expect(error).toBeInstanceOf(Fault));
    expect(performance.now() - start).toBeLessThan(25_000);
  });
});
