import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { parseTree, type XmlElement } from '../../src/judge/xml-tree.ts';
import { checkPayload } from '../../src/xml/check-payload.ts';
import { header, MisbehavingSource, page, sends } from './misbehaving-source.ts';
import { harvestFrom } from './read-list.ts';

/** What a harvest makes of answers that hold one record each. */
async function payloads(answers: string[]): Promise<(string | undefined)[]> {
  const told = await harvestFrom(MisbehavingSource.list(...answers.map((answer) => sends(answer))));
  expect(told.failure).toBeUndefined();
  expect(told.refusals).toEqual([]);
  return told.records.map(({ payload }) => payload);
}

const withMetadata = (metadata: string) => page([`<record>${header('x')}<metadata>${metadata}</metadata></record>`]);

/** The same page with a prefix for OAI-PMH, so that another default namespace can be in force. */
const prefixed = (answer: string) =>
  answer
    .replace('<OAI-PMH xmlns=', '<OAI-PMH xmlns:o=')
    .replaceAll(
      /<(\/?)(OAI-PMH|responseDate|request|ListRecords|record|header|identifier|datestamp|metadata|about|resumptionToken)(?=[ >/])/g,
      '<$1o:$2',
    );

async function payloadFrom(answer: string): Promise<string | undefined> {
  return (await payloads([answer]))[0];
}

test.each([
  '<m xmlns="urn:m"/>',
  '<m:it xmlns:m="urn:m"   a = "1"\n\tb=\'2 > 1\' ></m:it >',
  '<m xmlns="urn:m"><!-- kept --><?kept too?> <![CDATA[<kept & kept>]]> ]] &amp;&lt;&gt;&quot;&apos;&#169;&#x1F600; </m>',
  '<m xmlns="urn:m">line\r\nends\ras they\nare\ttoo\u0085\u2028</m>',
  '<m xmlns="urn:m" a="&#10;&#13;&lt;&amp;">é ü \u{1F600} \ufeff</m>',
  '<m xmlns="urn:m"><record xmlns="http://www.openarchives.org/OAI/2.0/"><header/></record></m>',
  '<m xmlns="urn:m"><m><m xmlns="urn:n"/></m><n xmlns=""><n/></n></m>',
  '<metadata xmlns="urn:m"><metadata/></metadata>',
])('is as it was sent: %j', async (sent) => {
  expect(await payloadFrom(withMetadata(sent))).toBe(sent);
});

describe('REC-07: namespaces that are declared further up', () => {
  const answer = (root: string, list: string, metadata: string, payload: string) =>
    prefixed(withMetadata('PAYLOAD'))
      .replace('<o:OAI-PMH ', `<o:OAI-PMH ${root} `)
      .replace('<o:ListRecords>', `<o:ListRecords ${list}>`)
      .replace('<o:metadata>', `<o:metadata ${metadata}>`)
      .replace('PAYLOAD', payload);

  test.each([
    ['of the root', 'xmlns:m="urn:m"', '', '', '<m:it/>', '<m:it xmlns:m="urn:m"/>'],
    [
      'of an attribute',
      '',
      'xmlns:x="urn:x"',
      '',
      '<m xmlns="urn:m"><n x:a=""/></m>',
      '<m xmlns:x="urn:x" xmlns="urn:m"><n x:a=""/></m>',
    ],
    [
      'nearest first',
      'xmlns:m="urn:far"',
      '',
      'xmlns:m="urn:near"',
      '<m:it>t</m:it>',
      '<m:it xmlns:m="urn:near">t</m:it>',
    ],
    ['of a default', '', '', 'xmlns="urn:m"', '<it><a/></it>', '<it xmlns="urn:m"><a/></it>'],
    [
      'of a default within',
      'xmlns:p="urn:p"',
      '',
      'xmlns="urn:m"',
      '<p:it><a/></p:it>',
      '<p:it xmlns="urn:m" xmlns:p="urn:p"><a/></p:it>',
    ],
    ['of none', '', '', 'xmlns="urn:m"', '<p:it xmlns:p="urn:p"/>', '<p:it xmlns:p="urn:p"/>'],
    [
      'of none, for each has its own',
      '',
      '',
      'xmlns="urn:m"',
      '<p:it xmlns:p="urn:p"><a xmlns="urn:a"/></p:it>',
      '<p:it xmlns:p="urn:p"><a xmlns="urn:a"/></p:it>',
    ],
    ['that are taken away', '', '', 'xmlns=""', '<it><a/></it>', '<it><a/></it>'],
    [
      'declared anew within',
      '',
      'xmlns:m="urn:m"',
      '',
      '<m:it><m:a xmlns:m="urn:n"/></m:it>',
      '<m:it xmlns:m="urn:m"><m:a xmlns:m="urn:n"/></m:it>',
    ],
    ['that nobody uses', 'xmlns:q="urn:q" xmlns:xsi="urn:xsi"', '', '', '<m xmlns="urn:m"/>', '<m xmlns="urn:m"/>'],
    [
      'that only a value uses',
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:t" xmlns:u="urn:u" xmlns:v="urn:v"',
      '',
      '',
      '<m xmlns="urn:m" xsi:type="t:Type"><a>u:name</a></m>',
      '<m xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:t" xmlns:u="urn:u" xmlns="urn:m" xsi:type="t:Type"><a>u:name</a></m>',
    ],
    [
      'with odd addresses',
      'xmlns:m="urn:m?a=1&amp;b=&quot;&lt;"',
      '',
      '',
      '<m:it/>',
      '<m:it xmlns:m="urn:m?a=1&amp;b=&quot;&lt;"/>',
    ],
    ['with odd prefixes', 'xmlns:é-1.x="urn:m"', '', '', '<é-1.x:it/>', '<é-1.x:it xmlns:é-1.x="urn:m"/>'],
  ])('%s', async (_, root, list, metadata, sent, alone) => {
    expect(await payloadFrom(answer(root, list, metadata, sent))).toBe(alone);
  });

  test('REC-10: are declared on the roots of abouts, too', async () => {
    const about = '<about><p:rights/></about><about>\n<r xmlns="urn:r"/></about><about/>';
    const body = withMetadata('<m xmlns="urn:m"/>').replace('</metadata>', `</metadata>${about}`);
    const told = await harvestFrom(MisbehavingSource.list(sends(body.replace('<record>', '<record xmlns:p="urn:p">'))));
    expect(told.records[0]?.abouts).toEqual(['<p:rights xmlns:p="urn:p"/>', '<r xmlns="urn:r"/>']);
  });

  test('of OAI-PMH itself are no exception', async () => {
    expect(await payloadFrom(answer('', '', '', '<m xmlns="urn:m"><o:odd/></m>'))).toBe(
      '<m xmlns:o="http://www.openarchives.org/OAI/2.0/" xmlns="urn:m"><o:odd/></m>',
    );
    expect(await payloadFrom(withMetadata('<m:it xmlns:m="urn:m"><odd/></m:it>'))).toBe(
      '<m:it xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:m="urn:m"><odd/></m:it>',
    );
  });
});

/** Any tree with namespaces declared anywhere, as its text. */
const anyElement = (depth: number): fc.Arbitrary<string> =>
  fc
    .record({
      prefix: fc.constantFrom('', '', 'p', 'q', 'r'),
      declared: fc.subarray(['', 'p', 'q', 'r']),
      attribute: fc.constantFrom('', ' p:a="1"', ' a="q:x"', " r:b='>'"),
      inside: fc.array(
        depth === 0
          ? fc.constantFrom('text', '<!-- p: -->', '<![CDATA[</q:x>]]>', '&#65;')
          : fc.oneof(anyElement(depth - 1), fc.constantFrom('text p:', '\r\n', '<?pi q:?>')),
        { maxLength: 3 },
      ),
      uri: fc.constantFrom('urn:1', 'urn:2&amp;'),
    })
    .map(({ prefix, declared, attribute, inside, uri }) => {
      const name = prefix === '' ? 'e' : `${prefix}:e`;
      const namespaces = declared.map((one) => ` xmlns${one === '' ? '' : `:${one}`}="${uri}${one}"`).join('');
      return `<${name}${namespaces}${attribute}>${inside.join('')}</${name}>`;
    });

/** What a tree means: names with their namespaces, attributes, text. */
function meaning({ namespace, local, attributes, children, text }: XmlElement): unknown {
  const values = attributes.map((attribute) => [attribute.namespace, attribute.local, attribute.value]).sort();
  return [namespace, local, values, text, children.map(meaning)];
}

test('any payload means alone what it meant in its place', async () => {
  const trees = fc.sample(anyElement(3), { numRuns: 400, seed: 7 });
  const answers = trees.map((tree, index) => {
    const token = index < trees.length - 1 ? { token: `t${index}` } : {};
    return prefixed(page([`<record>${header('x')}<metadata>PAYLOAD</metadata></record>`], token))
      .replace('<o:ListRecords>', '<o:ListRecords xmlns:p="urn:p&amp;" xmlns:q="urn:outer" xmlns:r="urn:r">')
      .replace('<o:metadata>', '<o:metadata xmlns="urn:default" xmlns:q="urn:inner">')
      .replace('PAYLOAD', () => tree);
  });
  const found = await payloads(answers);
  expect(found).toHaveLength(trees.length);
  for (const [index, payload = ''] of found.entries()) {
    const [list] = parseTree(answers[index] ?? '').children.filter(({ local }) => local === 'ListRecords');
    const sent = list?.children[0]?.children[1]?.children[0];
    expect(sent).toBeDefined();
    if (sent) expect(meaning(parseTree(payload))).toEqual(meaning(sent));
    checkPayload(payload.replaceAll(/<\?.*?\?>/g, ''));
    XmlDocument.fromString(payload).dispose();
    // Nothing but declarations was added, and nothing where nothing was missing.
    const bare = payload.replace(/^(<[\w:]+)((?: xmlns(?::[pqr])?="urn:(?:default|inner|outer|p&amp;|r)")*)/, '$1');
    expect(bare).toBe(trees[index]);
  }
});
