import { readFileSync } from 'node:fs';
import { createOaiQdc } from '../../src/formats/oai-qdc.ts';
import { Endpoint, type EndpointOptions, type Received } from '../support/endpoint.ts';

const FILE = readFileSync(new URL('../../schemas/oai_qdc.xsd', import.meta.url), 'utf8');

const running: Endpoint[] = [];
afterEach(() => Promise.all(running.splice(0).map((endpoint) => endpoint.stop())));

async function start(settings: EndpointOptions['settings'] = {}): Promise<Endpoint> {
  const endpoint = await Endpoint.start({ settings });
  running.push(endpoint);
  return endpoint;
}

test('FMT-05 the schema that oai_qdc announces is served as XML, for validators anywhere, and may be kept for a while', async () => {
  const { schema } = createOaiQdc('https://oai.example.org/schemas/');
  const endpoint = await start();
  const answer = await endpoint.send('GET', new URL(schema).pathname);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/xml\b/);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
  expect(answer.body.toString()).toBe(FILE);
});

test('HEAD has the headers alone, and who has the schema already is told so', async () => {
  const endpoint = await start();
  const head = await endpoint.send('HEAD', '/schemas/oai_qdc.xsd');
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(FILE)));
  expect(head.body).toHaveLength(0);
  const again = await endpoint.send('GET', '/schemas/oai_qdc.xsd', {
    'If-None-Match': head.headers.get('etag') ?? 'none',
  });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test('schemas stand beside the base URL, wherever that is', async () => {
  const endpoint = await start({ baseUrl: 'https://oai.example.org/repo/oai' });
  const body = async (path: string): Promise<string> => (await endpoint.send('GET', path)).body.toString();
  expect(await body('/repo/schemas/oai_qdc.xsd')).toBe(FILE);
  expect(await body('/schemas/oai_qdc.xsd')).toBe(FILE);
});

test.each(['/schemas/', '/schemas', '/schemas/none.xsd', '/schemas/../package.json', '/schemas/%2e%2e/package.json'])(
  'nothing else is served: %s',
  async (path) => {
    const answer: Received = await (await start()).send('GET', path);
    expect([403, 404]).toContain(answer.status);
    expect(answer.body.toString()).not.toContain('oai-pmh-endpoint"');
  },
);
