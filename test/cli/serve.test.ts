import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();

/** Runs `serve` until `work` is done; answers what was printed and the exit code. */
async function serving(environment: Record<string, string>, work: (port: number) => Promise<void>) {
  const terminal = new TestTerminal({ PORT: '0', LOG_LEVEL: 'error', ...environment });
  const ended = runCommandLine(['serve'], terminal);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  let port: number | undefined;
  while (port === undefined && !over) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    port = Number(/listening on port (\d+)/.exec(terminal.output)?.[1] ?? Number.NaN) || undefined;
  }
  if (port === undefined) throw new Error(`serve did not start: ${terminal.errors}`);
  try {
    await work(port);
  } finally {
    terminal.interrupt();
  }
  return { exitCode: await ended, output: terminal.output, errors: terminal.errors };
}

describe('serve', () => {
  test('a named store is made when it does not exist, never gets demo records, and answers', async () => {
    const database = await backDoor.fresh();
    const baseUrl = 'https://oai.example.org/repo/oai';
    const { exitCode, output } = await serving({ OAI_DATABASE: database, OAI_BASE_URL: baseUrl }, async (port) => {
      for (const path of ['/oai', '/oai/', '/repo/oai', '/repo/oai/']) {
        const response = await fetch(`http://127.0.0.1:${port}${path}?verb=Identify`);
        const answer = {
          status: response.status,
          headers: response.headers,
          body: Buffer.from(await response.arrayBuffer()),
        };
        expect(judgeAnswer(withoutCoding(answer), { baseUrl, verb: 'Identify' }).identify?.baseURL).toBe(baseUrl);
      }
      const list = await (await fetch(`http://127.0.0.1:${port}/oai?verb=ListRecords&metadataPrefix=oai_dc`)).text();
      expect(list).toContain('noRecordsMatch');
    });
    expect(exitCode).toBe(0);
    expect(output).toContain(` at ${baseUrl} `);
    expect(output).toMatch(/curl 'http:\/\/localhost:\d+\/repo\/oai\?verb=Identify'/);
    expect(await backDoor.rows(database, 'SELECT id FROM clock')).toHaveLength(1);
  });

  test('publishes what has become due and renders anew records that point to pages on this machine', async () => {
    const database = await backDoor.fresh();
    const file = join(folder, 'due.jsonl');
    const past = Array.from({ length: 45 }, (_, index) => {
      return { identifier: `past${index}`, titles: [{ text: 'Past' }], visibleFrom: '2001-01-01' };
    });
    const future = { identifier: 'future', titles: [{ text: 'Future' }], visibleFrom: '2999-01-01' };
    writeFileSync(file, [...past, future].map((item) => `${JSON.stringify(item)}\n`).join(''));
    expect(await runCommandLine(['import', file], new TestTerminal({ OAI_DATABASE: database }))).toBe(0);
    await serving({ OAI_DATABASE: database, OAI_BASE_URL: 'https://oai.example.org/oai' }, async (port) => {
      let text = '';
      const published = () => new Set(text.match(/https:\/\/oai\.example\.org\/items\/past\d+/g));
      while (published().size < past.length) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        text = await (await fetch(`http://127.0.0.1:${port}/oai?verb=ListRecords&metadataPrefix=oai_dc`)).text();
      }
      expect(text).not.toContain('Future');
      expect((await fetch(`http://127.0.0.1:${port}/items/past0`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/items/future`)).status).toBe(404);
    });
  });

  test('a port in use is one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const terminal = new TestTerminal({
      PORT: String(port),
      OAI_DATABASE: await backDoor.fresh(),
      OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
    });
    expect(await runCommandLine(['serve'], terminal)).toBe(1);
    expect(terminal.errors).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another one.\n`,
    );
    other.close();
  });

  test('a missing folder for the store is one sentence', async () => {
    mkdirSync(join(folder, 'there'), { recursive: true });
    const terminal = new TestTerminal({ OAI_DATABASE: join(folder, 'not-there', 'x.sqlite') });
    expect(await runCommandLine(['serve'], terminal)).toBe(1);
    expect(terminal.errors).toMatch(/^The folder .*not-there for the store does not exist\. .*\n$/);
  });
});

/** fetch has decompressed the body already, but still shows the headers of what it received. */
function withoutCoding(answer: { status: number; headers: Headers; body: Buffer }) {
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return { ...answer, headers };
}
