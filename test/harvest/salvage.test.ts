import { Fault } from '../../src/fault.ts';
import { PassingFault } from '../../src/harvest/passing-fault.ts';
import { header, MisbehavingSource, page, payloadOf, record, sends } from './misbehaving-source.ts';
import { harvestFrom } from './read-list.ts';

const last = sends(page([record('z')]));
const deleted =
  '<record><header status="deleted"><identifier>d</identifier><datestamp>2026-02-01</datestamp></header></record>';

/** Harvests this page, always the same, and a good one after it. */
const harvestOf = (broken: string | Buffer) =>
  harvestFrom(
    MisbehavingSource.list((response, query, request) =>
      (query.get('resumptionToken') === null ? sends(broken) : last)(response, query, request),
    ),
  );

describe('what XML cannot hold is replaced', () => {
  const whole = page([record('a'), record('b', '#'), record('c')], { token: 't1', size: 4 });
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  test.each([
    ['a raw character', whole.replace('#', 'x\u000by'), 'x\ufffdy'],
    ['references', whole.replace('#', '&#11;&#xB;&#xD800;&#x110000;&#65;&amp;'), '\ufffd\ufffd\ufffd\ufffd&#65;&amp;'],
    ['U+FFFE', whole.replace('#', '\ufffe\u{1F600}'), '\ufffd\u{1F600}'],
    ['bytes that are no UTF-8', latin1(whole.replace('#', 'x\xe9')), 'x\ufffd'],
    ['a surrogate in UTF-8', latin1(whole.replace('#', '\xed\xa0\x80')), '\ufffd\ufffd\ufffd'],
  ])('%s', async (_, broken, text) => {
    const told = await harvestOf(broken);
    expect(told.failure).toBeUndefined();
    expect(told.records.map(({ payload }) => payload)).toEqual(['a', text, 'c', 'z'].map(payloadOf));
    expect(told.refusals).toEqual([]);
    expect(told.pages[0]).toMatchObject({ records: 3, resumptionToken: 't1', completeListSize: 4 });
    expect(told.notes).toEqual([
      expect.stringMatching(/ sends page 1 malformed: what XML cannot hold was replaced by U\+FFFD, in b$/),
    ]);
    expect(told.slept).toEqual([2, 10]);
    expect(told.waits).toHaveLength(2);
  });

  test('but bytes that are of the encoding which the page declares are read as such', async () => {
    const told = await harvestOf(latin1(whole.replace('"UTF-8"', '"ISO-8859-9"').replace('#', '\xfe\xe9')));
    expect(told.records[1]?.payload).toBe(payloadOf('şé'));
    expect(told.notes).toEqual([expect.stringMatching(/read in the encoding that it declares$/)]);
  });

  test('and who cannot be named then is refused', async () => {
    const told = await harvestOf(page([record('a'), record('b\u0003', 'text')], { token: 't1' }));
    expect(told.identifiers).toEqual(['a', 'z']);
    expect(told.refusals).toEqual([
      { kind: 'refusal', reason: 'its identifier "b\ufffd" holds what XML cannot hold', raw: payloadOf('text') },
    ]);
  });
});

describe('one record that is not well-formed is refused by name, and the list goes on', () => {
  const metadata = (content: string) => `<record>${header('b')}<metadata>${content}</metadata></record>`;
  const marc = '<record xmlns="urn:m"><leader/></record>';
  test.each([
    ['a stray &', record('b', 'R&D')],
    ['an undeclared entity', record('b', 'x&nbsp;y')],
    ['a mismatched tag', metadata('<m:a xmlns:m="urn:m"><m:b></m:a></m:b>')],
    ['an undeclared prefix', metadata('<m:a/>')],
    ['an attribute without an end', metadata('<a xmlns="urn:m" title="x></a>')],
    ['a metadata without an end', record('b').replace('</metadata>', '')],
    ['an end that is missing', record('b').replace('</record>', '')],
    ['records in its payload', metadata(`<collection xmlns="urn:m">${marc}${marc} & </collection>`)],
    ['a comment, and a section with tags', metadata('<!-- <record> --><a xmlns="urn:m"><![CDATA[</record>]]> & </a>')],
    ['a & and what XML cannot hold', record('b', 'x & \u0003')],
  ])('%s', async (_, broken) => {
    const told = await harvestOf(page([record('a'), broken, `<!-- next -->${record('c')}`, deleted], { token: 't1' }));
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'c', 'd', 'z']);
    expect(told.records[1]?.payload).toBe(payloadOf('c'));
    expect(told.refusals).toEqual([
      {
        kind: 'refusal',
        identifier: 'b',
        reason: expect.stringMatching(/^it is not well-formed XML: /),
        raw: expect.stringContaining('<identifier>b</identifier>'),
      },
    ]);
    expect(told.pages[0]).toMatchObject({ records: 3, resumptionToken: 't1' });
    expect(told.notes.at(-1)).toMatch(/page 1 malformed: .*it was read record by record, and 1 could not be read$/);
    expect(told.slept).toEqual([2, 10]);
  });

  test('the first, the last and several; without a name where the header is broken', async () => {
    const nameless = record('x&y');
    const told = await harvestOf(page([record('a', '&'), record('b'), nameless, record('c', '&')], { token: 't1' }));
    expect(told.identifiers).toEqual(['b', 'z']);
    expect(told.refusals.map(({ identifier }) => identifier)).toEqual(['a', undefined, 'c']);
    const alone = await harvestOf(page([record('a', '&')]));
    expect(alone.failure).toBeUndefined();
    expect(alone.refusals).toHaveLength(1);
    expect(alone.pages[0]).not.toHaveProperty('resumptionToken');
  });

  test('with a prefix for the protocol, and namespaces declared around', async () => {
    const prefixed = page([record('a'), record('b', '&'), record('c')], { token: 't1' })
      .replaceAll(/<(\/?)(?=[a-zA-Z])(?!m:)/g, '<$1o:')
      .replaceAll(' xmlns:m="urn:example:m"', '')
      .replace('xmlns=', 'xmlns:m="urn:example:m" xmlns:o=');
    const told = await harvestOf(prefixed);
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'c', 'z']);
    expect(told.records[0]?.payload).toBe(payloadOf('a'));
  });

  test('a long page of many of them takes no time beyond measure', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => record(`r${index}`, index % 2 === 0 ? '&' : 'x'));
    const told = await harvestOf(page(many, { token: 't1' }));
    expect(told.failure).toBeUndefined();
    expect(told.refusals).toHaveLength(10_000);
    expect(told.records).toHaveLength(10_001);
  });
});

describe('what leaves doubt where the list goes on, or what is a record, is not salvaged', () => {
  const list = (...records: string[]) => page(records, { token: 't1' });
  test.each([
    ['a token that is broken', page([record('a')], { token: 'a&b' }), /it is broken outside of its records/],
    ['a token with what XML cannot hold', page([record('a')], { token: 'a\u0003b' }), /"a\ufffdb" is broken/],
    ['a fault between the records', list(record('a'), '<m:x/>', record('b')), /a record begins within another one/],
    ['a record in a record', list(record('a', `${record('b')}&`)), /a record begins within another one/],
    ['a comment without an end', list(record('a', '<!--'), record('b')), /a <!-- has its end in another record/],
    ['a section over two', list(record('a', '<![CDATA['), record('b', ']]>&')), /a <!\[CDATA\[ has its end in another/],
    ['a last record without an end', list(record('a').replace('</record>', '')), /its last record has no end/],
    [
      'a token in a record',
      list(record('a', '&'), record('b', '<resumptionToken>x</resumptionToken>')),
      /the list seems to end within a record/,
    ],
    ['no record', page(['&']), /no record can be told/],
    ['a DOCTYPE', `<!DOCTYPE x []>${list(record('a', '&'))}`.replace(/<\?xml.*\?>/, ''), /document type declaration/],
    ['a nesting behind a fault', list(record('a', '&'), record('b', '<d>'.repeat(200))), /more than 100 deep/],
  ])('%s', async (_, broken, reason) => {
    const told = await harvestOf(broken);
    expect(told.failure).toBeInstanceOf(Fault);
    expect(told.failure).not.toBeInstanceOf(PassingFault);
    expect((told.failure as Fault).message).toMatch(reason);
    expect(told.records).toEqual([]);
    expect(told.pages).toEqual([]);
  });
});

describe('is only asked for again', () => {
  const broken = page([record('a', '&'), record('b')], { token: 't1' });
  test.each([
    ['a page that was cut off', broken.slice(0, -5)],
    ['a page that was cut off between its records', broken.slice(0, broken.indexOf('<resumptionToken>'))],
  ])('%s', async (_, cut) => {
    const told = await harvestOf(cut);
    expect(told.failure).toBeInstanceOf(PassingFault);
    expect(told.slept).toEqual([2, 10, 30, 60]);
    expect(told.records).toEqual([]);
  });

  test('a page with another fault each time', async () => {
    let number = 0;
    const told = await harvestFrom(
      MisbehavingSource.list((response, query, request) =>
        sends(broken.replace('&', `${'\n'.repeat(++number)}&`))(response, query, request),
      ),
    );
    expect(told.failure).toBeInstanceOf(PassingFault);
    expect(told.slept).toEqual([2, 10, 30, 60]);
  });
});
