import type { Answer } from '../../src/judge/answer.ts';
import { type Harvest, type HarvestOptions, harvest, Mirror } from '../support/harvester.ts';
import { RuleViolation } from '../support/rule-violation.ts';
import { answerOf, BASE_URL } from './saved-answer.ts';

/** A page as a small script: which records it holds, and the attributes and text of its token, if it has one. */
interface Page {
  readonly ids: readonly number[];
  readonly token?: string;
  readonly attributes?: string;
}

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';

function record(
  id: number,
  { datestamp = '2024-05-11T08:00:00Z', title = `Letter ${id}`, deleted = false } = {},
): string {
  const header = `<header${deleted ? ' status="deleted"' : ''}><identifier>oai:letters.example.net:${id}</identifier><datestamp>${datestamp}</datestamp></header>`;
  if (deleted) return `<record>${header}</record>`;
  return `<record>${header}<metadata><oai_dc:dc xmlns:oai_dc="${DC}" xmlns:dc="http://purl.org/dc/elements/1.1/" ${XSI} xsi:schemaLocation="${DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><dc:title>${title}</dc:title></oai_dc:dc></metadata></record>`;
}

function answer(query: string, body: string, responseDate = '2024-05-17T09:30:00Z'): Answer {
  const attributes = [...new URLSearchParams(query)].map(([name, value]) => ` ${name}="${value}"`).join('');
  return answerOf(`<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" ${XSI} xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"><responseDate>${responseDate}</responseDate><request${attributes}>${BASE_URL}</request>${body}</OAI-PMH>`);
}

function list(query: string, { ids, token, attributes = '' }: Page): Answer {
  const element = token === undefined ? '' : `<resumptionToken ${attributes}>${token}</resumptionToken>`;
  return answer(query, `<ListRecords>${ids.map((id) => record(id)).join('')}${element}</ListRecords>`);
}

/** Harvests a list whose pages come as scripted, one after the other, whatever token is sent. */
function harvestOf(pages: readonly Page[], options: Partial<HarvestOptions> = {}): Promise<Harvest> {
  let next = 0;
  return harvest({
    fetch: async (query) => list(query, pages[next++] ?? { ids: [] }),
    verb: 'ListRecords',
    arguments: { metadataPrefix: 'oai_dc' },
    baseUrl: BASE_URL,
    ...options,
  });
}

async function brokenRule(harvesting: Promise<unknown>): Promise<string | undefined> {
  try {
    await harvesting;
  } catch (error) {
    if (error instanceof RuleViolation) return error.rule;
    throw error;
  }
  return undefined;
}

const THREE: readonly Page[] = [
  { ids: [1, 2], token: 'two', attributes: 'cursor="0" completeListSize="5"' },
  { ids: [3, 4], token: 'three', attributes: 'cursor="2" completeListSize="5"' },
  { ids: [5], token: '', attributes: 'cursor="4" completeListSize="5"' },
];

/** THREE with one page changed. */
const changed = (at: number, page: Partial<Page>) =>
  THREE.map((old, index) => (index === at ? { ...old, ...page } : old));

describe('a list read to its end', () => {
  test('asks with each token, and gives everything in order', async () => {
    const asked: string[] = [];
    const between: number[] = [];
    let next = 0;
    const result = await harvest({
      fetch: async (query, method) => {
        asked.push(`${method} ${query}`);
        return list(query, THREE[next++] ?? { ids: [] });
      },
      verb: 'ListRecords',
      arguments: { metadataPrefix: 'oai_dc' },
      baseUrl: BASE_URL,
      method: 'POST',
      quiet: true,
      betweenPages: (page) => {
        between.push(page);
      },
    });
    expect(asked).toEqual([
      'POST verb=ListRecords&metadataPrefix=oai_dc',
      'POST verb=ListRecords&resumptionToken=two',
      'POST verb=ListRecords&resumptionToken=three',
    ]);
    expect(between).toEqual([1, 2]);
    expect(result.pages).toHaveLength(3);
    expect(result.records.map((r) => r.dc?.['title']?.[0]?.text)).toEqual([1, 2, 3, 4, 5].map((id) => `Letter ${id}`));
    expect(result.headers).toHaveLength(5);
    expect(result.firstResponseDate).toBe('2024-05-17T09:30:00Z');
  });

  test('in which nothing matches is empty', async () => {
    const fetch = async (query: string) => answer(query, '<error code="noRecordsMatch">nothing</error>');
    const result = await harvestOf([], { fetch });
    expect(result.records).toEqual([]);
    expect(result.firstResponseDate).toBe('2024-05-17T09:30:00Z');
  });

  test('may consist of sets', async () => {
    const body = '<ListSets><set><setSpec>a</setSpec><setName>A</setName></set></ListSets>';
    const fetch = async (query: string) => answer(query, body);
    const result = await harvestOf([], { fetch, verb: 'ListSets', arguments: {}, quiet: true });
    expect(result.sets.map((set) => set.setSpec)).toEqual(['a']);
  });

  test.each<[string, readonly Page[], string | undefined]>([
    ['one page without a token', [{ ids: [1] }], undefined],
    ['no cursors and no sizes at all', THREE.map(({ ids, token = '' }) => ({ ids, token })), undefined],
    ['an empty token on a single page', [{ ids: [1], token: '' }], 'TOK-03'],
    ['no token on the last page of several', [...THREE.slice(0, 2), { ids: [5] }], 'TOK-02'],
    ['a cursor that counts pages', changed(1, { attributes: 'cursor="1" completeListSize="5"' }), 'TOK-22'],
    ['a cursor that says where the page ends', changed(1, { attributes: 'cursor="4" completeListSize="5"' }), 'TOK-22'],
    ['a wrong cursor on the last page', changed(2, { attributes: 'cursor="5" completeListSize="5"' }), 'TOK-22'],
    ['a cursor on some pages', changed(2, { attributes: 'completeListSize="5"' }), 'TOK-23'],
    ['a size on some pages', changed(1, { attributes: 'cursor="2"' }), 'TOK-23'],
    ['a size of one page', changed(0, { attributes: 'cursor="0" completeListSize="2"' }), 'TOK-25'],
    ['a token that points at itself', changed(1, { token: 'two' }), 'TOK-31'],
    [
      'a token from before',
      [...THREE.slice(0, 2), { ids: [5], token: 'two', attributes: THREE[2]?.attributes ?? '' }],
      'TOK-31',
    ],
    ['the same record on two pages', changed(2, { ids: [1] }), 'VRB-13'],
    [
      'more announced than came',
      THREE.map((page) => ({ ...page, attributes: (page.attributes ?? '').replace('"5"', '"6"') })),
      'DEL-14',
    ],
  ])('with %s', async (_what, pages, rule) => {
    expect(await brokenRule(harvestOf(pages, { quiet: true }))).toBe(rule);
  });

  test('may hold a record twice, and another number than announced, while things change', async () => {
    expect(await brokenRule(harvestOf(changed(2, { ids: [1, 6] })))).toBeUndefined();
  });

  test('has an end', async () => {
    let page = 0;
    const fetch = async (query: string) => list(query, { ids: [page], token: `t${page++}` });
    expect(await brokenRule(harvestOf([], { fetch, maxPages: 20 }))).toBe('TOK-31');
    expect(page).toBe(20);
  });

  test('is not refused in the middle, nor for another reason than emptiness', async () => {
    const refuse = (code: string) => async (query: string) =>
      query.includes('resumptionToken') || code !== 'badResumptionToken'
        ? answer(query, `<error code="${code}">no</error>`)
        : list(query, { ids: [1], token: 'two' });
    expect(await brokenRule(harvestOf([], { fetch: refuse('badResumptionToken') }))).toBe('HRV-16');
    expect(await brokenRule(harvestOf([], { fetch: refuse('cannotDisseminateFormat') }))).toBe('ERR-01');
  });
});

describe('a mirror', () => {
  const harvestRecords = (body: string, responseDate: string) =>
    harvestOf([], { fetch: async (query) => answer(query, `<ListRecords>${body}</ListRecords>`, responseDate) });

  test('takes over what comes, and goes on from the responseDate', async () => {
    const mirror = new Mirror();
    const always = { metadataPrefix: 'oai_dc' };
    expect(mirror.next(always)).toEqual(always);

    mirror.apply(await harvestRecords(record(2) + record(1), '2024-05-17T09:30:00Z'));
    expect(mirror.next(always)).toEqual({ ...always, from: '2024-05-17T09:30:00Z' });
    expect(mirror.entries().map(([identifier]) => identifier)).toEqual(
      [1, 2].map((id) => `oai:letters.example.net:${id}`),
    );

    const later = { datestamp: '2024-05-18T00:00:00Z' };
    const update = record(1, { ...later, title: 'Rewritten' }) + record(2, { ...later, deleted: true });
    mirror.apply(await harvestRecords(update, '2024-05-18T10:00:00Z'));
    expect(mirror.get('oai:letters.example.net:2')).toEqual({ ...later, deleted: true, setSpecs: [] });
    expect([...mirror.payloads()]).toEqual([
      ['oai:letters.example.net:1', expect.stringContaining('<dc:title>Rewritten</dc:title>')],
    ]);
  });

  test('asks for the whole day again where days are all there is', async () => {
    const mirror = new Mirror('day');
    mirror.apply(await harvestRecords(record(1), '2024-05-17T09:30:00Z'));
    expect(mirror.next({})).toEqual({ from: '2024-05-17' });
  });

  test('notices a record that goes back in time', async () => {
    const mirror = new Mirror();
    mirror.apply(await harvestRecords(record(1), '2024-05-17T09:30:00Z'));
    const back = await harvestRecords(record(1, { datestamp: '2024-05-10T08:00:00Z' }), '2024-05-18T09:30:00Z');
    expect(() => mirror.apply(back)).toThrow(/^DATE-28: /);
  });
});
