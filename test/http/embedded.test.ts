import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { pino } from 'pino';
import { createOaiRouter, DataProvider } from '../../src/index.ts';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';

const FORM = 'application/x-www-form-urlencoded';
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await Endpoint.start();
  await putAt(endpoint, '2026-03-01T10:00:00Z', itemF('ünï'), itemF('b'));
});
afterAll(() => endpoint.stop());

/** Posts a form to the router in an application that has this in front of it; the status, and the body with the time blanked. */
async function post(front: RequestHandler | undefined, form: string): Promise<{ status: number; body: string }> {
  const app = express();
  if (front) app.use(front);
  const provider = new DataProvider(endpoint.store.answers, endpoint.formats, endpoint.settings, endpoint.clock);
  app.use('/repository/oai', createOaiRouter(provider, pino({ level: 'silent' })));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/repository/oai`, {
      method: 'POST',
      headers: { 'Content-Type': FORM },
      body: form,
    });
    return { status: response.status, body: await response.text() };
  } finally {
    server.close();
  }
}

const FORMS = [
  'verb=ListRecords&metadataPrefix=oai_dc',
  'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Aoai.example.org%3Ab',
  'verb=Identify&verb=Identify',
  'verb=Identify&extra=1',
  'verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&from=2026-01-02',
  'verb=ListSets&resumptionToken=',
  '',
];

describe('the router in an application of somebody else', () => {
  test.each<[string, RequestHandler]>([
    ['express.urlencoded', express.urlencoded({ extended: false })],
    ['express.urlencoded, extended', express.urlencoded({ extended: true })],
    ['express.text', express.text({ type: FORM })],
    ['express.raw', express.raw({ type: FORM })],
    ['express.json', express.json()],
  ])('answers the same behind %s', async (_name, front) => {
    for (const form of FORMS) {
      const alone = await post(undefined, form);
      expect(alone.status).toBe(200);
      expect(await post(front, form)).toEqual(alone);
    }
  });

  test('an argument that a parser makes an object of is an illegal one', async () => {
    const { body } = await post(express.urlencoded({ extended: true }), 'verb=Identify&a[b]=c');
    expect(body).toContain('badArgument');
    expect((await post(express.urlencoded({ extended: true }), 'verb[x]=Identify')).body).toContain('badVerb');
  });

  test('a form that was read and thrown away is no answer, but a fault', async () => {
    const eat: RequestHandler = (request, _response, next) => {
      request.resume().once('end', () => next());
    };
    expect((await post(eat, 'verb=Identify')).status).toBe(500);
  });
});

describe('maintenance', () => {
  test('makes harvesters and readers come again later, and ends without a new start', async () => {
    const seconds = endpoint.clock.now();
    await endpoint.store.noteMaintenance({ since: seconds, retryAfter: 90 });
    const clock = endpoint.clock as unknown as { tick(by?: number): void };
    clock.tick();
    for (const target of ['/oai?verb=Identify', '/oai', '/items/b', '/browse', '/browse/items', '/sitemap.xml']) {
      const { status, headers, body } = await endpoint.send('GET', target);
      expect({ target, status, later: headers.get('Retry-After') }).toEqual({ target, status: 503, later: '90' });
      expect(String(body)).toContain('worked on');
    }
    expect((await endpoint.post('verb=Identify')).status).toBe(503);
    expect((await endpoint.send('GET', '/schemas/oai_qdc.xsd')).status).toBe(200);
    expect((await endpoint.send('GET', '/robots.txt')).status).toBe(200);
    expect((await endpoint.send('GET', '/health/live')).status).toBe(200);
    expect(await endpoint.send('GET', '/health/ready')).toMatchObject({ status: 503 });
    await endpoint.store.noteMaintenance(undefined);
    clock.tick();
    expect(String((await endpoint.get('verb=Identify')).body)).toContain('<repositoryName>');
    expect((await endpoint.send('GET', '/items/b')).status).toBe(200);
  });
});
