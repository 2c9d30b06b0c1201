import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRepository } from '../../src/cli/open-repository.ts';
import { ThreadedPreparer } from '../../src/cli/threaded-preparer.ts';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { importFiles } from '../../src/ingest/import-files.ts';
import type { IntakeMessage } from '../../src/ingest/intake-message.ts';
import type { StoredItem } from '../../src/store/store.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const THREADS = 2;

const MODULE = `export default {
  metadataPrefix: 'notes',
  schema: 'https://example.org/notes.xsd',
  metadataNamespace: 'urn:example:notes',
  version: 1,
  render: ({ titles: [{ text }] }) => {
    if (text.startsWith('Murder')) process.exit(1);
    if (text === 'Bad') return '<note';
    return '<note xmlns="urn:example:notes" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:example:notes https://example.org/notes.xsd">' + text.length + '</note>';
  },
};
`;

/** One thing of each kind that can come in, and many items, some of them bad in one way or another. */
function lines(): string[] {
  return Array.from({ length: 1500 }, (_, index) => {
    const item = { identifier: `article/${index}`, titles: [{ text: `Title ${index}` }], sets: [`a:${index % 3}`] };
    switch (index % 50) {
      case 7:
        return JSON.stringify({ identifier: `gone/${index}`, deleted: true, note: 'no place for it' });
      case 11:
        return `{"identifier": "broken/${index}", `;
      case 13:
        return JSON.stringify({ ...item, titles: [] });
      case 17:
        return JSON.stringify({ ...item, titles: [{ text: `<i>Title</i> &amp; ${index}` }] });
      case 19:
        return JSON.stringify({ ...item, identifier: 'twice' });
      case 23:
        return JSON.stringify({ setSpec: `a:${index % 3}`, setName: ` Set ${index}\n` });
      case 29:
        return '';
      case 31:
        return JSON.stringify({ ...item, titles: [{ text: 'Bad' }] });
      default:
        return JSON.stringify(item);
    }
  });
}

let number = 0;

/** What an import of these lines comes to, told and stored; without threads, prepared in this one. */
async function imported(text: string, threads: number) {
  const here = join(folder, String(++number));
  mkdirSync(here);
  writeFileSync(join(here, 'notes.mjs'), MODULE);
  writeFileSync(
    join(here, 'oai-pmh.yaml'),
    `database: ${await backDoor.fresh()}\nrepositoryIdentifier: test.example.org\nformats: [oai_dc, mods, module: notes.mjs]\n`,
  );
  const path = join(here, 'items.jsonl');
  writeFileSync(path, text);
  const terminal = new TestTerminal({}, new TestClock('2026-01-01T00:00:00Z'));
  const config: Config = loadConfig({ file: join(here, 'oai-pmh.yaml'), environment: {}, flags: {} });
  const { store, cataloguing } = await openRepository(config, terminal, 'make');
  const preparer = new ThreadedPreparer(config, cataloguing, { count: threads, after: -1 });
  const messages: IntakeMessage[] = [];
  const listener = { message: (message: IntakeMessage) => void messages.push(message), progress: () => {} };
  try {
    // The first call starts them; until they have loaded, this thread does their work.
    const options = { source: 'import', sets: [], now: 0 };
    while (preparer.ahead < 2 * threads) {
      await preparer.prepare([], options);
      await sleep(10);
    }
    const parts = { store, cataloguing, preparer, clock: terminal.clock };
    const report = await importFiles([path], { sets: ['all'] }, parts, listener).catch((error: Error) => error.message);
    const items: StoredItem[] = [];
    for await (const item of store.items()) items.push(item);
    const rejects = await store.quarantine.list({ source: undefined, limit: 1000 });
    const told = JSON.stringify({ report, messages, items, rejects, counts: await store.counts() });
    return { report, told: told.replaceAll(here, ''), items: items.length };
  } finally {
    await preparer.close();
    await store.close();
  }
}

test('threads come to the same as one thread, and tell the same in the same order', async () => {
  const text = lines().join('\n');
  const [alone, threaded] = [await imported(text, 0), await imported(text, THREADS)];
  expect(alone.report).toMatchObject({ created: 1291, deleted: 30, refused: 119 });
  expect(JSON.parse(threaded.told)).toEqual(JSON.parse(alone.told));
});

test('a thread that dies ends the import; what was written before stays', async () => {
  const text = lines().map((line, index) => (index === 1209 ? line.replace('Title', 'Murder') : line));
  const { report, items } = await imported(text.join('\n'), THREADS);
  expect(report).toMatch(/thread .* has ended/);
  expect(items).toBeGreaterThan(500);
  expect(items).toBeLessThan(1200);
});
