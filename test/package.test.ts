import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from './support/temporary-folder.ts';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const folder = temporaryFolder();
const site = join(folder, 'site');

/** The Node that runs the tests, first on the path: the bin's first line looks there. */
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  NODE_OPTIONS: '',
  OAI_DATABASE: join(site, 'store.sqlite'),
};

/** The published package, as somebody installs it: no devDependencies, no sources, an empty folder. */
describe('the published package', () => {
  beforeAll(async () => {
    mkdirSync(site);
    await run('npm', ['pack', '--pack-destination', folder], { cwd: PROJECT, env: environment });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    writeFileSync(join(site, 'package.json'), '{ "private": true, "type": "module" }');
    const options = ['--omit=dev', '--no-fund', '--no-audit', '--loglevel=error', '--prefer-offline'];
    await run('npm', ['install', join(folder, tarball), ...options], { cwd: site, env: environment });
  }, 180_000);

  const bin = (...words: string[]) =>
    run(join(site, 'node_modules', '.bin', 'oai-pmh'), words, { cwd: site, env: environment });

  test('brings what it needs and nothing of the workshop', () => {
    const parts = readdirSync(join(site, 'node_modules', 'oai-pmh-endpoint'));
    expect(parts).toEqual(
      expect.arrayContaining(['bin', 'dist', 'migrations', 'docs', 'package.json', 'README.md', 'LICENSE']),
    );
    for (const part of ['src', 'test', 'bench', 'scripts']) expect(parts).not.toContain(part);
  });

  test('runs its bin: import, status, export, errors', async () => {
    const demo = join(site, 'node_modules', 'oai-pmh-endpoint', 'fixtures', 'demo');
    expect((await bin('import', demo)).stdout).toMatch(
      /^\d\d+ new, 0 changed, 0 unchanged, \d+ deleted, 0 refused\.\n$/,
    );
    expect((await bin('status')).stdout).toMatch(/oai_dc +\d+ records/);
    await expect(bin('import', 'nowhere')).rejects.toMatchObject({
      code: 1,
      stderr: 'There is no file or folder nowhere.\n',
    });
  });

  test('serves, and checks what it serves with the schemas that came along', async () => {
    const server = spawn(join(site, 'node_modules', '.bin', 'oai-pmh'), ['serve', '--port', '0'], {
      cwd: site,
      env: environment,
    });
    try {
      const port = await listeningPort(server);
      const answer = await fetch(`http://127.0.0.1:${port}/oai?verb=Identify`);
      expect(await answer.text()).toContain('<protocolVersion>2.0</protocolVersion>');
      const report = bin('check', `http://127.0.0.1:${port}/oai`, '--delay', '0', '--format', 'json').catch(
        (error: { stdout: string }) => error,
      );
      const { faults } = JSON.parse((await report).stdout) as { faults: { rule: string; severity: string }[] };
      const errors = faults.filter(({ rule, severity }) => severity === 'error' && !rule.includes('/'));
      // It was started on any port that is free, and does not know which.
      expect(errors.map(({ rule }) => rule)).toEqual(['IDF-02']);
    } finally {
      server.kill('SIGTERM');
    }
  });

  test('exports the Express router', async () => {
    writeFileSync(
      join(site, 'embed.js'),
      `import express from 'express';
import { createCrosswalks, createOaiRouter, createSchemaRouter, DataProvider, openStore, RECORD_LAYOUT, systemClock } from 'oai-pmh-endpoint';
import { pino } from 'pino';
const store = await openStore('embedded.sqlite', RECORD_LAYOUT, systemClock.now());
const settings = { repositoryName: 'Embedded', baseUrl: 'http://localhost/deep/oai', adminEmails: ['oai@example.org'],
  granularity: 'seconds', pageSize: 100, maxPageBytes: 5e6, setsPageSize: 1000, tokenTtl: undefined, compression: [],
  software: { title: 'embedded', version: '1' } };
const crosswalks = createCrosswalks({ schemasUrl: 'http://localhost/deep/schemas/' });
const app = express();
app.use('/deep/schemas', createSchemaRouter());
app.use('/deep/oai', createOaiRouter(new DataProvider(store, crosswalks, settings, systemClock), pino({ level: 'silent' })));
const server = app.listen(0, '127.0.0.1', async () => {
  const answer = await fetch('http://127.0.0.1:' + server.address().port + '/deep/oai?verb=Identify');
  process.stdout.write(await answer.text());
  const schema = await fetch('http://127.0.0.1:' + server.address().port + '/deep/schemas/oai_qdc.xsd');
  process.stdout.write(await schema.text());
  server.close();
  await store.close();
});
`,
    );
    const { stdout } = await run(process.execPath, ['embed.js'], { cwd: site, env: environment });
    expect(stdout).toContain('<repositoryName>Embedded</repositoryName>');
    expect(stdout).toContain('targetNamespace="urn:oai-pmh-endpoint:oai_qdc:1"');
  });

  test('publishes the JSON Schema of the item', async () => {
    const script =
      "import('oai-pmh-endpoint/item.schema.json', { with: { type: 'json' } }).then((m) => process.stdout.write(m.default.$schema))";
    const { stdout } = await run(process.execPath, ['-e', script], { cwd: site, env: environment });
    expect(stdout).toBe('https://json-schema.org/draft/2020-12/schema');
  });
});

async function listeningPort(server: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of server.stdout ?? []) {
    output += String(chunk);
    const port = /listening on port (\d+)/.exec(output)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error(`the server ended: ${output}`);
}
