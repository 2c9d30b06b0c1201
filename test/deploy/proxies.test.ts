import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestReport } from '../../src/http/request-report.ts';
import { hasCaddy, runCaddy } from '../support/caddy.ts';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';
import { freePort } from '../support/free-port.ts';
import { harvest } from '../support/harvester.ts';
import { NAVIGATION } from '../support/navigation.ts';
import { hasNginx, runNginx } from '../support/nginx.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy/', import.meta.url));
const BASE_URL = 'http://oai.example.org/oai';
const ANALYZE = '/usr/bin/systemd-analyze';
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');
const folder = temporaryFolder();

interface Got {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** A request as one comes from outside, for the site's own name. */
function get(port: number, path: string, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path, headers: { Host: 'oai.example.org', ...headers }, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    )
      .on('error', reject)
      .end();
  });
}

/** Starts a proxy that asks the endpoint on `upstream`; answers its port and how to end it. */
type StartProxy = (upstream: number) => Promise<{ port: number; stop: () => Promise<void> }>;

const nginx: StartProxy = async (upstream) => {
  const port = await freePort();
  const site = read('nginx-site.conf')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace(':3000', `:${upstream}`);
  return runNginx(`events {}\nhttp {\n${site}\n}\n`, port);
};

const caddy: StartProxy = async (upstream) => {
  const port = await freePort();
  const environment = { OAI_SITE: `http://oai.example.org:${port}`, OAI_UPSTREAM: `127.0.0.1:${upstream}` };
  return { port, stop: await runCaddy(read('Caddyfile'), port, environment) };
};

describe.each<[string, boolean, StartProxy]>([
  ['deploy/nginx-site.conf', hasNginx, nginx],
  ['deploy/Caddyfile', hasCaddy, caddy],
])('%s', (_name, there, start) => {
  const testThere = there ? test : test.skip;

  testThere('passes harvesters, pages and who asks; the proxy is believed, and the client is not', async () => {
    const reports: RequestReport[] = [];
    const endpoint = await Endpoint.start({
      settings: { pageSize: 10, baseUrl: BASE_URL },
      observing: { trustedProxies: ['loopback'], observers: [(report) => reports.push(report)] },
    });
    await putAt(endpoint, '2026-03-01T10:00:00Z', ...Array.from({ length: 35 }, (_, index) => itemF(`i${index}`)));
    const proxy = await start(endpoint.port);
    try {
      const { headers } = await harvest({
        fetch: async (query) => {
          const { status, headers, body } = await get(proxy.port, `/oai?${query}`);
          return { status, headers: new Headers(headers as Record<string, string>), body: Buffer.from(body) };
        },
        verb: 'ListIdentifiers',
        arguments: { metadataPrefix: 'oai_dc' },
        baseUrl: BASE_URL,
      });
      expect(headers).toHaveLength(35);
      const page = await get(proxy.port, '/oai?verb=Identify', NAVIGATION);
      expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
      const packed = await get(proxy.port, '/oai?verb=Identify', { 'Accept-Encoding': 'gzip' });
      expect(packed.headers['content-encoding']).toBe('gzip');
      reports.length = 0;
      await get(proxy.port, '/oai?verb=Identify', { 'X-Forwarded-For': '203.0.113.9' });
      expect(reports.map(({ client }) => client)).toEqual(['127.0.0.1']);
    } finally {
      await proxy.stop();
      await endpoint.stop();
    }
  });

  testThere('tells harvesters to come again while the server is away', async () => {
    const proxy = await start(await freePort());
    try {
      const { status, headers } = await get(proxy.port, '/oai?verb=Identify');
      expect([status, headers['retry-after']]).toEqual([503, '30']);
    } finally {
      await proxy.stop();
    }
  });
});

describe('the units of systemd', () => {
  const testThere = existsSync(ANALYZE) ? test : test.skip;

  testThere('are understood by systemd, without a word', () => {
    const units = join(folder, 'units');
    mkdirSync(units);
    const names = ['oai-pmh.service', 'oai-pmh-backup.service', 'oai-pmh-backup.timer'];
    for (const name of names) copyFileSync(join(DEPLOY, name), join(units, name));
    let said: string;
    try {
      said = execFileSync(ANALYZE, ['verify', ...names.map((name) => join(units, name))], {
        stdio: 'pipe',
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${units}:` },
      }).toString();
    } catch (error) {
      said = String((error as { stderr?: Buffer }).stderr);
    }
    // The program is not installed where tests run.
    expect(said.split('\n').filter((line) => line !== '' && !line.includes('/usr/local/bin/oai-pmh'))).toEqual([]);
  });
});
