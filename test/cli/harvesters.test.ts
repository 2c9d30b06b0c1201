import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { UsageReader } from '../../src/usage/usage-reader.ts';
import { RecorderUnderTest } from '../support/recorder-under-test.ts';
import { serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testFile } from '../support/test-file.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();

async function harvesters(usage: RecorderUnderTest | string, ...words: string[]) {
  const [file, clock] = typeof usage === 'string' ? [usage] : [usage.file, usage.clock];
  const terminal = new TestTerminal({ OAI_USAGE: file }, clock);
  const exitCode = await runCommandLine(['harvesters', ...words], terminal);
  return { exitCode, output: terminal.output, errors: terminal.errors };
}

const OAI = {
  verb: 'ListRecords',
  metadataPrefix: 'oai_dc',
  set: 'x',
  from: undefined,
  until: undefined,
  resumed: false,
  errors: [],
  records: 40,
  cursor: 0,
  completeListSize: 100,
  more: true,
} as const;

test('who harvests, for people and for scripts', async () => {
  const usage = new RecorderUnderTest();
  const base = { userAgent: 'Mozilla/5.0 (compatible; base-search.net)', from: 'oai@base-search.net' };
  usage.observe(usage.report({ ...base, bytes: 2_000_000, oai: { ...OAI, more: false, set: undefined } }));
  usage.observe(usage.report({ ...base, oai: OAI }));
  usage.observe(usage.report({ userAgent: 'curl/8.1', status: 503 }));
  usage.recorder.flush();
  const { exitCode, output } = await harvesters(usage);
  expect(exitCode).toBe(0);
  expect(output).toContain(`BASE  (${base.userAgent}, 192.0.2.0, ${base.from})\n`);
  expect(output).toContain('2 requests, 80 records, 2.0 MB\n');
  expect(output).toContain('ListRecords metadataPrefix=oai_dc set=x: 40 of 100 (40 %), under way\n');
  expect(output).toContain('2026-03-01T10:00:00Z, ListRecords metadataPrefix=oai_dc: 40\n');
  expect(output).toContain('curl  (curl/8.1, 192.0.2.0)\n');
  expect(output).toContain('1 told to wait\n');
  const lines = (await harvesters(usage, '--json')).output.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      name: 'BASE',
      from: base.from,
      requests: 2,
      current: { set: 'x', state: 'underWay', delivered: 40, completeListSize: 100 },
      lastCompleteRun: { state: 'complete', fromItsBeginning: true },
    },
    { name: 'curl', busy: 1 },
  ]);
  usage.clock.tick(40 * 86_400);
  expect(await harvesters(usage)).toMatchObject({ output: '', errors: 'Nobody has harvested in 30 days.\n' });
  expect((await harvesters(usage, '--days', '60')).output).toContain('BASE');
  usage.stop();
});

test('what is missing is said', async () => {
  expect((await harvesters(join(folder, 'none.sqlite'))).errors).toContain('There is no usage file');
  expect((await harvesters('none')).errors).toContain('Name a file for it with OAI_USAGE');
  expect((await harvesters('none', '--days', 'x')).errors).toContain('whole number');
});

testFile(
  'serve keeps the usage file beside the store, its workers tell it too, and without it nothing is missing',
  async () => {
    for (const [workers, usage] of [
      ['1', ''],
      ['2', ''],
      ['1', 'none'],
      ['1', join(folder, 'no', 'such', 'folder.sqlite')],
    ]) {
      const database = join(folder, `store-${workers}-${usage?.length}.sqlite`);
      const server = await serveProcess(
        { OAI_DATABASE: database, OAI_WORKERS: workers ?? '', OAI_USAGE: usage ?? '', OAI_OPERATOR_PORT: 'none' },
        folder,
      );
      for (let index = 0; index < 20; index += 1) {
        const headers = { 'User-Agent': 'Served/1', Connection: 'close' };
        const answer = await fetch(`http://127.0.0.1:${server.port}/oai?verb=Identify`, { headers });
        expect(answer.status).toBe(200);
        await answer.text();
      }
      expect(await server.stop()).toBe(0);
      const file = database.replace(/sqlite$/, 'usage.sqlite');
      expect(existsSync(file)).toBe(usage === '');
      if (usage !== '') continue;
      const reader = UsageReader.open(file);
      expect(reader?.harvesters()).toMatchObject([{ agent: 'Served/1', network: '127.0.0.0', requests: 20 }]);
      reader?.close();
    }
  },
  120_000,
);
