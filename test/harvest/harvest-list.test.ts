import { EXIT, Fault } from '../../src/fault.ts';
import { harvestList } from '../../src/harvest/harvest-list.ts';
import { PassingFault } from '../../src/harvest/passing-fault.ts';
import {
  type Behaviour,
  breaksOff,
  envelope,
  error,
  header,
  identify,
  MisbehavingSource,
  page,
  payloadOf,
  record,
  says,
  sends,
} from './misbehaving-source.ts';
import { harvestFrom, readList } from './read-list.ts';

const first = sends(page([record('a'), record('b')], { token: 't1', size: 3 }));
const last = sends(page([record('c')], { responseDate: '2026-03-01T10:00:09Z' }));

describe('a list', () => {
  test('is told from Identify to the last page', async () => {
    const told = await harvestFrom(MisbehavingSource.list(first, last));
    expect(told.failure).toBeUndefined();
    expect(told.events).toEqual([
      {
        kind: 'identify',
        repositoryName: 'A source & more',
        baseURL: 'http://source.example.org/oai',
        granularity: 'seconds',
        deletedRecord: 'persistent',
        earliestDatestamp: '2020-01-01',
      },
      {
        kind: 'record',
        identifier: 'a',
        datestamp: '2026-02-01T00:00:00Z',
        setSpecs: [],
        deleted: false,
        payload: payloadOf('a'),
        abouts: [],
        responseDate: '2026-03-01T10:00:00Z',
      },
      expect.objectContaining({ identifier: 'b' }),
      {
        kind: 'page',
        number: 1,
        records: 2,
        resumptionToken: 't1',
        firstResponseDate: '2026-03-01T10:00:00Z',
        completeListSize: 3,
        delivered: 2,
        announced: 3,
      },
      expect.objectContaining({ identifier: 'c', responseDate: '2026-03-01T10:00:09Z' }),
      { kind: 'page', number: 2, records: 1, firstResponseDate: '2026-03-01T10:00:00Z' },
    ]);
    expect(told.source.asked).toEqual([
      { verb: 'ListRecords', metadataPrefix: 'oai_dc' },
      { verb: 'ListRecords', resumptionToken: 't1' },
    ]);
  });

  test('TOK-02: ends with an empty resumptionToken, or with none', async () => {
    for (const token of ['', ' \n']) {
      const told = await harvestFrom(MisbehavingSource.list(sends(page([record('a')], { token, size: 1 }))));
      expect(told.pages).toEqual([expect.objectContaining({ number: 1, records: 1, completeListSize: 1 })]);
      expect(told.pages[0]).not.toHaveProperty('resumptionToken');
    }
  });

  test('HRV-03: tokens with every character come back as they were', async () => {
    const token = 'a+b c/d&amp;e=f%20;#é&lt;\u{1F600}';
    const told = await harvestFrom(MisbehavingSource.list(sends(page([record('a')], { token })), last));
    expect(told.failure).toBeUndefined();
    expect(told.source.asked[1]).toEqual({ verb: 'ListRecords', resumptionToken: 'a+b c/d&e=f%20;#é<\u{1F600}' });
    expect(told.source.requests[2]?.url).toContain('a%2Bb%20c%2Fd%26e%3Df%2520%3B%23');
  });

  test('of deleted records, with sets', async () => {
    const deleted =
      '<record><header status="deleted"><identifier> d </identifier><datestamp>2026-02-01</datestamp>' +
      '<setSpec>a:b</setSpec><setSpec>c</setSpec></header><about><a xmlns="urn:a"/></about></record>';
    const told = await harvestFrom(MisbehavingSource.list(sends(page([deleted]))));
    expect(told.records).toEqual([
      {
        kind: 'record',
        identifier: 'd',
        datestamp: '2026-02-01',
        setSpecs: ['a:b', 'c'],
        deleted: true,
        abouts: [],
        responseDate: '2026-03-01T10:00:00Z',
      },
    ]);
  });

  test('of nothing is a page of nothing', async () => {
    const responseDate = '2026-03-01T11:00:00Z';
    const nothing = envelope('<error code="noRecordsMatch">none</error>', responseDate);
    const told = await harvestFrom(MisbehavingSource.list(sends(nothing)));
    expect(told.failure).toBeUndefined();
    expect(told.pages).toEqual([{ kind: 'page', number: 1, records: 0, firstResponseDate: responseDate }]);
    const empty = await harvestFrom(MisbehavingSource.list(sends(page([]))));
    expect(empty.pages).toHaveLength(1);
  });

  test('that turns out to have ended has ended', async () => {
    const unannounced = sends(page([record('a'), record('b')], { token: 't1' }));
    const told = await harvestFrom(MisbehavingSource.list(unannounced, sends(error('noRecordsMatch'))));
    expect(told.failure).toBeUndefined();
    expect(told.slept).toEqual([]);
    expect(told.identifiers).toEqual(['a', 'b']);
    expect(told.pages[1]).toEqual(expect.objectContaining({ number: 2, records: 0 }));
    expect(told.pages[1]).not.toHaveProperty('resumptionToken');
  });

  test('may hold a record twice, and records outside of its dates', async () => {
    const answer = page([record('a', 'old', '1999-01-01T00:00:00Z'), record('b'), record('a', 'new')]);
    const told = await harvestFrom(MisbehavingSource.list(sends(answer)), { from: '2026-01-01', until: '2026-02-01' });
    expect(told.failure).toBeUndefined();
    expect(told.records.map(({ identifier, payload }) => [identifier, payload])).toEqual([
      ['a', payloadOf('old')],
      ['b', payloadOf('b')],
      ['a', payloadOf('new')],
    ]);
  });

  test('is asked for with the arguments of the base URL before ours', async () => {
    const source = await MisbehavingSource.list(last);
    const baseUrl = `${source.baseUrl}?page=oai&x=%7e#top`;
    const told = await readList({ baseUrl, metadataPrefix: 'oai_dc', set: 'a b:c+d' });
    await source.stop();
    expect(told.failure).toBeUndefined();
    const query = 'page=oai&x=%7e&verb=ListRecords&metadataPrefix=oai_dc&set=a%20b%3Ac%2Bd';
    expect(source.requests[1]?.url).toBe(`/oai?${query}`);
  });
});

describe('dates', () => {
  const asked = async (granularity: string, from?: string, until?: string) => {
    const dates = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
    const told = await harvestFrom(MisbehavingSource.listOf(granularity, last), dates);
    expect(told.failure).toBeUndefined();
    const { from: sentFrom, until: sentUntil } = told.source.asked[0] ?? {};
    return [sentFrom, sentUntil, told.events[0]?.kind === 'identify' && told.events[0].granularity];
  };
  const SECONDS = 'YYYY-MM-DDThh:mm:ssZ';

  test('are cut to days where the source has days', async () => {
    const from = '2026-01-01T12:00:00Z';
    expect(await asked('YYYY-MM-DD', from)).toEqual(['2026-01-01', undefined, 'day']);
    expect(await asked('YYYY-MM-DD', from, '2026-01-31')).toEqual(['2026-01-01', '2026-01-31', 'day']);
  });

  test('DATE-08: are of one granularity', async () => {
    const second = '2026-01-01T12:00:00Z';
    expect(await asked(SECONDS, second)).toEqual([second, undefined, 'seconds']);
    expect(await asked(SECONDS, '2026-01-01', '2026-01-02')).toEqual(['2026-01-01', '2026-01-02', 'seconds']);
    expect(await asked(SECONDS, second, '2026-01-02')).toEqual([second, '2026-01-02T23:59:59Z', 'seconds']);
    expect(await asked(SECONDS, '2025-12-31', second)).toEqual(['2025-12-31T00:00:00Z', second, 'seconds']);
  });

  test('are days where the source says nothing that can be understood', async () => {
    const source = MisbehavingSource.listOf('yyyy-mm-ddThh:mm:ssZ', last);
    const told = await harvestFrom(source, { from: '2026-01-01T12:00:00Z' });
    expect(told.source.asked[0]).toMatchObject({ from: '2026-01-01' });
    expect(told.notes).toEqual([expect.stringContaining('"yyyy-mm-ddThh:mm:ssZ", which is none: days are used')]);
  });
});

describe('a busy source', () => {
  test('is waited for as long as it says', async () => {
    const busy = [
      says(503, { 'Retry-After': '30' }),
      says(429, { 'Retry-After': '5' }),
      says(503, { 'Retry-After': 'Sun, 01 Mar 2026 10:01:00 GMT', Date: 'Sun, 01 Mar 2026 10:00:00 GMT' }),
      says(503),
    ];
    const told = await harvestFrom(MisbehavingSource.list(first, ...busy, last));
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'b', 'c']);
    expect(told.slept).toEqual([30, 5, 60, 120]);
    expect(told.waits[0]).toMatch(/^http:\S+ is busy: asked again in 30 seconds$/);
    expect(told.waits).toHaveLength(4);
    expect(told.source.asked.slice(1)).toEqual(
      Array.from({ length: 5 }, () => ({ verb: 'ListRecords', resumptionToken: 't1' })),
    );
  });

  test('is not waited for longer than allowed in all', async () => {
    const told = await harvestFrom(MisbehavingSource.list(first, says(503, { 'Retry-After': '1500' })));
    expect(told.slept).toEqual([1500, 1500]);
    expect(told.failure).toBeInstanceOf(Fault);
    expect((told.failure as Fault).message).toMatch(/asks to come back in 1500 seconds; at most 3600 are waited for/);
    expect(told.pages).toHaveLength(1);
    const sooner = await harvestFrom(MisbehavingSource.list(says(503, { 'Retry-After': '86400' })));
    expect(sooner.slept).toEqual([]);
  });

  test('is not asked without a pause, whatever it says', async () => {
    const told = await harvestFrom(MisbehavingSource.list(says(503, { 'Retry-After': '0' })), {}, { maxWait: 10 });
    expect(told.slept).toEqual(Array.from({ length: 10 }, () => 1));
    expect(told.failure).toBeInstanceOf(Fault);
  });
});

describe('what passes is tried again', () => {
  const whole = page([record('c'), record('d')]);
  test.each([
    ['a server that dies in a page', breaksOff(whole, 300)],
    ['a connection that breaks', breaksOff(whole, 0)],
    ['HTTP 500', says(500)],
    ['HTTP 502', says(502)],
    ['a page that was cut off and closed in order', sends(whole.slice(0, -30))],
    ['a page that was cut between its records', sends(page([record('c')]).replace('</ListRecords></OAI-PMH>', ''))],
    ['an empty page', sends('')],
    ['a malformed page', sends(whole.replace('<m:text>d', '<m:text>&d'))],
    ['an undeclared prefix', sends(whole.replaceAll(' xmlns:m="urn:example:m"', ''))],
    ['a page with bytes that are no UTF-8', sends(Buffer.from(whole.replace('>d<', '>\xfc<'), 'latin1'))],
    ['a page that ends within a character', sends(Buffer.concat([Buffer.from(whole), Buffer.of(0xc3)]))],
    ['a control character', sends(whole.replace('>d<', '>\u0003<'))],
    ['a character that only XML 1.1 has', sends(whole.replace('"1.0"', '"1.1"').replace('>d<', '>&#3;<'))],
    ['a page for people', sends('<!DOCTYPE html><html><body>Back soon</body></html>')],
    ['a page for people, as XML', sends('<html xmlns="http://www.w3.org/1999/xhtml"/>')],
    ['a page without a responseDate', sends(whole.replace(/<responseDate>.*<\/responseDate>/, ''))],
    ['an answer to something else', sends(identify())],
    ['an answer without anything', sends(envelope(''))],
  ])('%s', async (_, broken) => {
    const told = await harvestFrom(MisbehavingSource.list(first, broken, broken, sends(whole)));
    expect(told.failure).toBeUndefined();
    // Nothing of the broken page was told.
    expect(told.identifiers).toEqual(['a', 'b', 'c', 'd']);
    expect(told.pages.map(({ records }) => records)).toEqual([2, 2]);
    expect(told.slept).toEqual([2, 10]);
    expect(told.waits).toEqual([
      expect.stringMatching(/\. Asked again in 2 seconds$/),
      expect.stringMatching(/\. Asked again in 10 seconds$/),
    ]);
    expect(told.source.asked).toHaveLength(4);
  });

  test('but not for ever, and what came before stays', async () => {
    const told = await harvestFrom(MisbehavingSource.list(first, sends(whole.slice(0, -1))));
    expect(told.slept).toEqual([2, 10, 30, 60]);
    expect(told.identifiers).toEqual(['a', 'b']);
    expect(told.pages).toHaveLength(1);
    expect(told.failure).toBeInstanceOf(PassingFault);
    expect((told.failure as Fault).message).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/oai did not answer ListRecords with an OAI-PMH response: line 3: it is not well-formed XML: .* That was try 5, and the last\.$/,
    );
  });

  test('a page that stops coming, too', async () => {
    const stuck: Behaviour = (response) => void response.write(whole.slice(0, 300));
    const told = await harvestFrom(MisbehavingSource.list(first, stuck, sends(whole)), {}, { idleSeconds: 1 });
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'b', 'c', 'd']);
    expect(told.waits).toEqual([expect.stringMatching(/ sent nothing for 1 seconds\. Asked again in 2 seconds$/)]);
  });

  test('Identify, too', async () => {
    let asked = 0;
    const starting = MisbehavingSource.start((response, query, request) => {
      const answer = query.get('verb') !== 'Identify' ? last : asked++ === 0 ? says(500) : sends(identify());
      return answer(response, query, request);
    });
    const told = await harvestFrom(starting);
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['c']);
  });

  test('each page has its tries anew', async () => {
    const answers = [says(500), says(500), says(500), first, says(500), says(500), says(500), last];
    const told = await harvestFrom(MisbehavingSource.list(...answers));
    expect(told.failure).toBeUndefined();
    expect(told.slept).toEqual([2, 10, 30, 2, 10, 30]);
  });
});

describe('a token', () => {
  test('that is refused begins the list anew', async () => {
    const again = sends(page([record('a', 'changed')], { token: 't2', responseDate: '2026-03-01T12:00:00Z' }));
    const told = await harvestFrom(
      MisbehavingSource.list(first, sends(error('badResumptionToken', 'expired')), again, last),
    );
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'b', 'a', 'c']);
    expect(told.pages.map(({ number, firstResponseDate }) => [number, firstResponseDate])).toEqual([
      [1, '2026-03-01T10:00:00Z'],
      [1, '2026-03-01T12:00:00Z'],
      [2, '2026-03-01T12:00:00Z'],
    ]);
    expect(told.notes).toEqual([
      expect.stringMatching(/refused to go on \(badResumptionToken: expired\): the list begins anew$/),
    ]);
    expect(told.source.asked.map(({ resumptionToken }) => resumptionToken)).toEqual([undefined, 't1', undefined, 't2']);
  });

  test('that is refused twice ends the harvest', async () => {
    const refused = sends(error('badResumptionToken'));
    const told = await harvestFrom(MisbehavingSource.list(first, refused, first, refused));
    expect((told.failure as Fault).message).toMatch(/ refused: badResumptionToken\.$/);
    expect(told.source.asked).toHaveLength(4);
  });

  test('that is refused by another error counts as refused (harvester guidelines 6.2)', async () => {
    const told = await harvestFrom(MisbehavingSource.list(first, sends(error('badArgument')), last));
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'b', 'c']);
  });

  test('TOK-31: that comes again is named', async () => {
    const same = await harvestFrom(MisbehavingSource.list(first));
    expect((same.failure as Fault).message).toMatch(
      /goes in a circle: page 2 ends with the resumptionToken "t1", which came before\.$/,
    );
    expect(same.pages).toHaveLength(1);
    const second = sends(page([record('x')], { token: 't2' }));
    const circle = await harvestFrom(MisbehavingSource.list(first, second, first));
    expect((circle.failure as Fault).message).toMatch(/page 3 ends with the resumptionToken "t1"/);
    expect(circle.pages).toHaveLength(2);
  });

  test('TOK-31: that is always a new one is named', async () => {
    let number = 0;
    const told = await harvestFrom(
      MisbehavingSource.list((response, query, request) =>
        sends(page([record('x')], { token: `t${++number}` }))(response, query, request),
      ),
      {},
      { maxPages: 20 },
    );
    expect((told.failure as Fault).message).toMatch(
      /has not ended its list after 20 pages; its last resumptionToken is "t20"\.$/,
    );
    expect(told.pages).toHaveLength(19);
  });
});

describe('an interrupted harvest', () => {
  const point = {
    metadataPrefix: 'oai_dc',
    set: 's',
    from: '2026-01-01T00:00:00Z',
    resumptionToken: 't1',
    firstResponseDate: '2026-02-28T09:00:00Z',
    granularity: 'seconds',
    number: 7,
  } as const;

  test('goes on where its last page ended', async () => {
    const told = await harvestFrom(MisbehavingSource.list(last), point);
    expect(told.failure).toBeUndefined();
    expect(told.source.requests).toHaveLength(1);
    expect(told.source.asked).toEqual([{ verb: 'ListRecords', resumptionToken: 't1' }]);
    expect(told.pages).toEqual([{ kind: 'page', number: 8, records: 1, firstResponseDate: '2026-02-28T09:00:00Z' }]);
  });

  test('begins anew where its token has expired, with what was asked for then', async () => {
    const refused = sends(error('badResumptionToken'));
    const told = await harvestFrom(MisbehavingSource.list(refused, last), { ...point, granularity: 'day' } as object);
    expect(told.failure).toBeUndefined();
    expect(told.source.asked[1]).toEqual({
      verb: 'ListRecords',
      metadataPrefix: 'oai_dc',
      set: 's',
      from: '2026-01-01',
    });
    expect(told.pages).toEqual([expect.objectContaining({ number: 1, firstResponseDate: '2026-03-01T10:00:09Z' })]);
  });

  test('does not go round with the token that it began with', async () => {
    const told = await harvestFrom(MisbehavingSource.list(first), point);
    expect((told.failure as Fault).message).toMatch(/goes in a circle: page 8/);
  });
});

describe('a refusal of the source', () => {
  test('is told in its words, cleaned and not endless', async () => {
    const words = `no\u200b such\n   format <b>bold</b> \u202e${'x'.repeat(100_000)}`.replaceAll('<', '&lt;');
    const told = await harvestFrom(MisbehavingSource.list(sends(error('cannotDisseminateFormat', words))));
    const { message } = told.failure as Fault;
    expect(told.failure).not.toBeInstanceOf(PassingFault);
    expect(message).toMatch(/ refused: cannotDisseminateFormat: no such format <b>bold<\/b> x{20}/);
    expect(message.length).toBeLessThan(320);
    expect(told.slept).toEqual([]);
  });

  test('may hold several errors, and come with another status', async () => {
    const two = envelope('<error code="badArgument">one</error><error code="noSetHierarchy"/>');
    const told = await harvestFrom(
      MisbehavingSource.list((response) => void response.writeHead(422, { 'Content-Type': 'text/xml' }).end(two)),
    );
    expect((told.failure as Fault).message).toMatch(/ refused: badArgument: one; noSetHierarchy\.$/);
    const none = await harvestFrom(
      MisbehavingSource.list((response) => void response.writeHead(404).end(error('noRecordsMatch'))),
    );
    expect(none.failure).toBeUndefined();
    expect(none.pages).toHaveLength(1);
  });

  test('is none where a list comes with a status that says that it is not there', async () => {
    const told = await harvestFrom(
      MisbehavingSource.list((response) => void response.writeHead(404).end(page([record('a')]))),
    );
    expect((told.failure as Fault).message).toMatch(/answered with HTTP 404 \(Not Found\)\.$/);
    expect(told.records).toEqual([]);
  });

  test.each([400, 401, 403, 404, 410, 418])('HTTP %d is final', async (status) => {
    const told = await harvestFrom(MisbehavingSource.list(says(status)));
    expect(told.failure).toBeInstanceOf(Fault);
    expect(told.failure).not.toBeInstanceOf(PassingFault);
    expect((told.failure as Fault).message).toMatch(new RegExp(`answered with HTTP ${status} \\(.+\\)\\.$`));
    expect(told.source.asked).toHaveLength(1);
  });

  test('does not repeat the secrets of the address', async () => {
    const source = await MisbehavingSource.list(sends(error('badArgument', 'key s3cret of joe:p@ss is unknown')));
    const baseUrl = `${source.baseUrl.replace('//', '//joe:p%40ss@')}?apikey=s3cret`;
    const told = await readList({ baseUrl, metadataPrefix: 'oai_dc' });
    await source.stop();
    const { message } = told.failure as Fault;
    expect(message).toBe(
      `http://***@127.0.0.1:${new URL(baseUrl).port}/oai?apikey=*** refused: badArgument: key *** of ***:*** is unknown.`,
    );
    expect(source.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('joe:p@ss').toString('base64')}`);
    expect(source.asked[0]).toMatchObject({ apikey: 's3cret' });
  });
});

describe('one bad record', () => {
  const metadata = `<metadata>${payloadOf('x')}</metadata>`;
  test.each([
    [
      'no identifier',
      `<record><header><datestamp>2026-01-01</datestamp></header>${metadata}</record>`,
      'its header has no identifier',
    ],
    ['an empty one', `<record>${header(' ')}${metadata}</record>`, 'its header has no identifier'],
    ['no header', `<record>${metadata}</record>`, 'its header has no identifier'],
    [
      'no datestamp',
      `<record><header><identifier>x</identifier></header>${metadata}</record>`,
      'its header has no datestamp',
    ],
    [
      'a datestamp that is none',
      `<record>${header('x', '2021-02-30')}${metadata}</record>`,
      'its datestamp "2021-02-30" is none',
    ],
    ['no metadata', `<record>${header('x')}</record>`, 'it is not deleted but has no metadata'],
    ['empty metadata', `<record>${header('x')}<metadata/></record>`, 'it is not deleted but has no metadata'],
    [
      'metadata twice',
      `<record>${header('x')}${metadata}${metadata}</record>`,
      'its metadata hold 2 elements, not one',
    ],
    [
      'two payloads',
      `<record>${header('x')}<metadata><a xmlns="urn:a"/><b xmlns="urn:a"/></metadata></record>`,
      'its metadata hold 2 elements, not one',
    ],
    [
      'text for metadata',
      `<record>${header('x')}<metadata><![CDATA[<a/>]]></metadata></record>`,
      'its metadata hold text beside or instead of an element',
    ],
    [
      'an unknown status',
      `<record>${header('x').replace('<header>', '<header status="gone">')}${metadata}</record>`,
      'its status is "gone": only "deleted" is known',
    ],
    ['too much of it', record('x', 'x'.repeat(5000)), 'it is longer than what is read of one record'],
    ['far too much of it', record('x', 'x'.repeat(500_000)), 'it is longer than what is read of one record'],
  ])('with %s is refused, and the others are not', async (_, bad, reason) => {
    const answer = sends(page([record('a'), bad, record('b')]));
    const told = await harvestFrom(MisbehavingSource.list(answer), {}, { maxRecordLength: 4000 });
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toEqual(['a', 'b']);
    expect(told.records[1]?.payload).toBe(payloadOf('b'));
    expect(told.refusals).toEqual([
      {
        kind: 'refusal',
        reason,
        ...(bad.includes('<identifier>x') && { identifier: 'x' }),
        ...(bad.length < 4000 && { raw: bad }),
      },
    ]);
    expect(told.pages[0]?.records).toBe(2);
  });

  test('is taken where it only looks odd', async () => {
    const odd = [
      `<record><odd><identifier>no</identifier></odd>${header('w')}${metadata}</record>`,
      `<record>${header('x').replace('<header>', '<header status="deleted">')}${metadata}</record>`,
      `<record>${header('y', '2026-01-01T01:02:03.4+02:00')}${metadata}<rights xmlns="urn:r"><identifier>z</identifier></rights></record>`,
      `<record>${header('z').replace('</header>', '<identifier>zz</identifier></header>')}<metadata>\n<!-- here -->${payloadOf('z')}<?there?>\n</metadata></record>`,
    ];
    const told = await harvestFrom(MisbehavingSource.list(sends(page(odd))));
    expect(told.refusals).toEqual([]);
    expect(told.records.map(({ identifier, deleted, payload }) => [identifier, deleted, payload])).toEqual([
      ['w', false, payloadOf('x')],
      ['x', true, undefined],
      ['y', false, payloadOf('x')],
      ['z', false, payloadOf('z')],
    ]);
    expect(told.records[2]?.datestamp).toBe('2026-01-01T01:02:03.4+02:00');
    expect(told.notes).toEqual([
      'w: <odd> is no part of a record',
      'x: it is deleted but has metadata, which were left out',
      'y: <rights> is no part of a record',
    ]);
  });
});

describe('what a person mistyped', () => {
  test.each([
    [{ baseUrl: 'ftp://me:pw@example.org/oai' }, 'ftp://***@example.org/oai is not an address'],
    [{ baseUrl: 'http://example.org/oai?verb=Identify' }, 'is a whole request'],
    [{ metadataPrefix: 'oai dc' }, '"oai dc" is not a metadataPrefix'],
    [{ from: '2026-02-30' }, '"2026-02-30" is not a date'],
    [{ until: '1 May' }, '"1 May" is not a date'],
  ])('%j is told before anybody is asked', async (mistake, message) => {
    const told = await readList({ baseUrl: 'http://example.org/', metadataPrefix: 'oai_dc', ...mistake });
    expect(told.failure).toBeInstanceOf(Fault);
    expect((told.failure as Fault).message).toContain(message);
    expect((told.failure as Fault).exitCode).toBe(EXIT.usage);
  });
});

test('a harvest that is told to stop stops while it waits', async () => {
  const controller = new AbortController();
  const source = await MisbehavingSource.list(says(503, { 'Retry-After': '1000' }));
  const options = { allowPrivate: true, signal: controller.signal };
  const events = harvestList({ baseUrl: source.baseUrl, metadataPrefix: 'oai_dc' }, options);
  await events.next();
  expect((await events.next()).value).toMatchObject({ kind: 'wait' });
  setTimeout(() => controller.abort(new Error('enough')), 50);
  await expect(events.next()).rejects.toThrow('enough');
  await source.stop();
});
