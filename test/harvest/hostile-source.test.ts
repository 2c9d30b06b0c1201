import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { Fault } from '../../src/fault.ts';
import { harvestList } from '../../src/harvest/harvest-list.ts';
import { PassingFault } from '../../src/harvest/passing-fault.ts';
import { header, MisbehavingSource, page, payloadOf, record, send, sends } from './misbehaving-source.ts';
import { harvestFrom } from './read-list.ts';

const first = sends(page([record('a')], { token: 't1' }));

describe('what will not be better next time is not tried again', () => {
  const bomb =
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>\n' +
    page([record('x', '&c;')]).replace(/^<\?xml.*\?>/, '');
  const deep = (depth: number) => `${'<m:d>'.repeat(depth)}${'</m:d>'.repeat(depth)}`;

  test.each([
    ['a DOCTYPE with entities', bomb, /line 2: it has a document type declaration/],
    ['a DOCTYPE to be fetched', bomb.replace(/\[.*\]/, 'SYSTEM "http://127.0.0.1/"'), /document type declaration/],
    ['a nesting without end', page([record('x', '<d>'.repeat(1_000_000))]), /elements stand more than 100 deep/],
    ['a nesting that is too deep', page([record('x', deep(95))]), /elements stand more than 100 deep/],
    ['a comment without end', `<!-- ${'x'.repeat(9 * 1024 * 1024)}`, /and what follows has no end/],
    [
      'a tag without end',
      page([record('x')]).replace('<record>', `<record ${'x'.repeat(9 * 1024 * 1024)}`),
      /has no end/,
    ],
  ])('%s', async (_, body, message) => {
    const told = await harvestFrom(MisbehavingSource.list(first, sends(body)));
    expect(told.failure).toBeInstanceOf(Fault);
    expect(told.failure).not.toBeInstanceOf(PassingFault);
    expect((told.failure as Fault).message).toMatch(message);
    expect((told.failure as Fault).message.length).toBeLessThan(300);
    expect(told.slept).toEqual([]);
    expect(told.pages).toHaveLength(1);
  });

  const nested = `${'<d>'.repeat(300_000)}${'</d>'.repeat(300_000)}`;
  const good = page([record('x')]);
  test.each([
    ['a payload', page([record('x', nested)])],
    [
      'a payload with namespaces',
      page([record('x', nested.replaceAll('<d>', '<m:d xmlns:n="urn:n">').replaceAll('</d>', '</m:d>'))]),
    ],
    ['an about', good.replace('</record>', `<about>${nested}</about></record>`)],
    ['a header', good.replace('<header>', `<header>${nested}`)],
    ['a record', good.replace('<header>', `${nested}<header>`)],
    ['the request', good.replace('<request>', `<request>${nested}`)],
    ['the resumptionToken', page([], { token: nested })],
  ])('300,000 elements in each other in %s', async (_, body) => {
    const told = await harvestFrom(MisbehavingSource.list(first, sends(body)));
    expect((told.failure as Fault).message).toMatch(/line 2: elements stand more than 100 deep\.$/);
    expect(told.failure).not.toBeInstanceOf(PassingFault);
    expect(told.slept).toEqual([]);
  });

  test('what is wrong is not told endlessly', async () => {
    const name = 'x'.repeat(100_000);
    for (const body of [`<${name}/>`, `<${name}></y>`, page([`<${name}/>`])]) {
      const told = await harvestFrom(MisbehavingSource.list(first, sends(body)));
      expect((told.failure as Fault).message).toMatch(/did not answer ListRecords with an OAI-PMH response: line \d: /);
      expect((told.failure as Fault).message.length).toBeLessThan(450);
    }
    const told = await harvestFrom(MisbehavingSource.list(sends(page([record('x', `</${name}>`)]))));
    expect(told.waits[0]?.length).toBeLessThan(450);
    expect(told.refusals[0]?.reason.length).toBeLessThan(450);
  });

  test('a nesting that is just not too deep is read', async () => {
    const told = await harvestFrom(MisbehavingSource.list(sends(page([record('x', deep(94))]))));
    expect(told.failure).toBeUndefined();
    expect(told.records[0]?.payload).toBe(payloadOf(deep(94)));
  });

  test('a page without end', async () => {
    const told = await harvestFrom(
      MisbehavingSource.list(first, (response) => {
        const records = page(Array.from({ length: 500 }, (_, index) => record(`r${index}`)));
        response.write(records.slice(0, records.indexOf('</ListRecords>')));
        const more = () => void response.write(record('again').repeat(500), (error) => error || setImmediate(more));
        more();
      }),
      {},
      { maxBytes: 4 * 1024 * 1024 },
    );
    expect((told.failure as Fault).message).toMatch(/sent more than 4 MiB, and the rest was not read\.$/);
    expect(told.failure).not.toBeInstanceOf(PassingFault);
    expect(told.identifiers).toEqual(['a']);
  });

  test('a gzip bomb', async () => {
    const answer = gzipSync(page([record('x', ' '.repeat(30_000_000))]));
    const told = await harvestFrom(MisbehavingSource.list(first, sends(answer, { 'Content-Encoding': 'gzip' })));
    expect((told.failure as Fault).message).toMatch(/swell more than 200-fold/);
    expect(told.slept).toEqual([]);
  });

  test('a redirect into a private network', async () => {
    const told = await harvestFrom(
      MisbehavingSource.list(first, (response) => {
        response.writeHead(302, { Location: 'http://127.0.0.2:9/oai?verb=ListRecords' }).end();
      }),
      {},
      { allowPrivate: (address) => address === '127.0.0.1' },
    );
    expect((told.failure as Fault).message).toMatch(
      /^127\.0\.0\.2, to which .* redirects, is another host in a private/,
    );
    expect(told.pages).toHaveLength(1);
  });
});

test('a page that comes in single bytes is read as one that comes whole', async () => {
  const text = page(
    [record('ü\u{1F600}', 'é\r\n]]&gt;<![CDATA[<&]]]]><!-- -- -->'.replace(' -- ', ' ')), record('b')],
    { token: 't1' },
  );
  const bytes = Buffer.from(text);
  const drip = async (size: number) => {
    const told = await harvestFrom(
      MisbehavingSource.list(
        async (response) => {
          response.writeHead(200, { 'Content-Type': 'text/xml' });
          response.socket?.setNoDelay(true);
          for (let at = 0; at < bytes.length; at += size) {
            await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
          }
          response.end();
        },
        (response) => send(response, page([])),
      ),
    );
    expect(told.failure).toBeUndefined();
    return told.records;
  };
  const whole = await drip(bytes.length);
  expect(whole[0]?.payload).toContain('é\r\n]]&gt;<![CDATA[<&]]]]>');
  for (const size of [1, 3, 7]) expect(await drip(size)).toEqual(whole);
});

test('attributes and prefixes beyond number take no time beyond measure', async () => {
  const declarations = Array.from({ length: 20_000 }, (_, index) => ` xmlns:p${index}="urn:p${index}"`).join('');
  const attributes = Array.from({ length: 20_000 }, (_, index) => ` a${index}=":"`).join('');
  const records = Array.from(
    { length: 3000 },
    (_, index) =>
      `<record>${header(`r${index}`)}<metadata><m xmlns="urn:m"${index === 0 ? attributes : ''}>${':p1:'.repeat(50)}</m></metadata></record>`,
  );
  const answer = page(records).replace('<ListRecords>', `<ListRecords${declarations}>`);
  const began = performance.now();
  const told = await harvestFrom(MisbehavingSource.list(sends(answer)));
  expect(told.failure).toBeUndefined();
  expect(told.records).toHaveLength(3000);
  expect(told.records[1]?.payload).toMatch(/^<m xmlns:p1="urn:p1" xmlns="urn:m">/);
  // A third of a second; minutes where each record looked at each prefix.
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('a long harvest is flat in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  let number = 0;
  const source = await MisbehavingSource.list((response, query, request) => {
    const records = Array.from({ length: 100 }, (_, index) => record(`r${number}-${index}`, 'x'.repeat(2000)));
    const token = ++number < 150 ? { token: `t${number}` } : {};
    return sends(page(records, token))(response, query, request);
  });
  const heaps: number[] = [];
  const request = { baseUrl: source.baseUrl, metadataPrefix: 'oai_dc' };
  for await (const event of harvestList(request, { allowPrivate: true })) {
    if (event.kind !== 'page' || event.number % 50 !== 0) continue;
    collectGarbage();
    heaps.push(process.memoryUsage().heapUsed);
  }
  await source.stop();
  expect(heaps).toHaveLength(3);
  // 22 MB of pages went by between the two; the server of the test keeps its requests.
  expect((heaps[2] ?? 0) - (heaps[0] ?? 0)).toBeLessThan(6_000_000);
});
