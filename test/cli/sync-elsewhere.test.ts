import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let number = 0;

async function workshop(source: string) {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const config = join(here, 'oai-pmh.yaml');
  writeFileSync(
    config,
    `database: ${await backDoor.fresh()}\nrepositoryIdentifier: test.example.org\nsources:\n  far:\n    ${source}\n`,
  );
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal();
    const exitCode = await runCommandLine([...words, '--config', config], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  return { here, config, run };
}

const line = (id: string) => `${JSON.stringify({ identifier: id, titles: [{ text: `Title ${id}` }] })}\n`;

describe('sync from a URL', () => {
  const answers: { status: number; body: Buffer; headers: Record<string, string>; cut?: boolean }[] = [];
  const server = createServer((_request, response) => {
    const { status, body, headers, cut } = answers.shift() ?? { status: 404, body: Buffer.alloc(0), headers: {} };
    response.writeHead(status, headers);
    response.write(body);
    if (cut) response.destroy();
    else response.end();
  });
  let url = '';
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/export.jsonl`;
  });
  afterAll(() => server.close());

  test('is fetched whole, compressed or not, and taken in as a diff', async () => {
    const { run } = await workshop(`url: ${url}\n    complete: true\n    allowPrivate: true\n    mostDeletions: 100%`);
    answers.push({ status: 200, body: gzipSync(line('a') + line('b')), headers: { 'Content-Encoding': 'gzip' } });
    expect(await run('sync')).toMatchObject({
      exitCode: 0,
      output: 'far: 2 new, 0 changed, 0 unchanged, 0 deleted, 0 refused.\n',
    });
    answers.push({ status: 200, body: Buffer.from(line('a')), headers: {} });
    expect((await run('sync')).output).toContain('1 unchanged, 1 deleted');
  });

  test('can be a table, whose mapping the source names', async () => {
    const { here, run } = await workshop(
      `url: ${url.replace(/jsonl$/, 'php?secret=1')}\n    allowPrivate: true\n    mapping: t.yaml`,
    );
    const table = (rows: string) => answers.push({ status: 200, body: Buffer.from(rows), headers: {} });
    table('No;Başlık\n1;Bir\n2;İki;çok\n');
    expect(await run('sync')).toMatchObject({ exitCode: 1, errors: expect.stringContaining('t.yaml cannot be read') });
    writeFileSync(join(here, 't.yaml'), 'columns:\n  No: identifier\n  Başlık: title.tr\n');
    expect(await run('sync')).toMatchObject({
      output: 'far: 1 new, 0 changed, 0 unchanged, 0 deleted, 1 refused.\n',
      errors: expect.stringMatching(/^refused: http:\S+\/export\.php:3: it has 3 cells/m),
    });
    expect((await run('export')).output).toContain('"Bir"');
    table('No;Başlık\n1;Bir\n');
    expect((await run('sync')).output).toContain('1 unchanged');
    expect((await run('rejects', 'list')).errors).toBe('Nothing is in quarantine.\n');
  });

  test('one that fails, breaks off, or lies in a private network changes nothing', async () => {
    const { run } = await workshop(`url: ${url}\n    complete: true\n    allowPrivate: true\n    mostDeletions: 100%`);
    answers.push({ status: 200, body: Buffer.from(line('a') + line('b')), headers: {} });
    await run('sync');
    answers.push({ status: 500, body: Buffer.from(line('a')), headers: {} });
    expect((await run('sync')).errors).toMatch(/HTTP status 500/);
    answers.push({ status: 200, body: Buffer.from(line('a')), headers: { 'Content-Length': '5000' }, cut: true });
    expect((await run('sync')).exitCode).toBe(1);
    expect((await run('export')).output).toContain('Title b');
    expect((await run('export')).output).not.toContain('deleted');
    const forbidden = await workshop(`url: ${url}`);
    expect(await forbidden.run('sync')).toMatchObject({ exitCode: 1, errors: expect.stringMatching(/private/) });
  });
});

describe('sync on a schedule', () => {
  test.each([
    ['inside serve', ['serve', '--port', '0']],
    ['as a command that stays', ['sync', '--scheduled']],
  ])(
    'runs %s, in a process of its own, and ends with it',
    async (_name, words) => {
      const { here, config, run } = await workshop('files: data.jsonl\n    schedule: "* * * * * *"');
      writeFileSync(join(here, 'data.jsonl'), line('a'));
      const environment = { ...process.env, NODE_OPTIONS: '' };
      const child = spawn(process.execPath, ['--no-warnings', MAIN, ...words, '--config', config], {
        env: environment,
      });
      let log = '';
      child.stderr.on('data', (chunk) => {
        log += String(chunk);
      });
      while (!log.includes('sync ended') && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill('SIGTERM');
      const [exitCode] = (await once(child, 'close')) as [number];
      expect(log).toContain('"source":"far","msg":"far: 1 new');
      expect(exitCode).toBe(0);
      expect((await run('status')).output).toMatch(/Source +far: last run ended .*next run/);
    },
    40_000,
  );
});
