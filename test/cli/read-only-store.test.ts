import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { openStore } from '../../src/store/index.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testFile } from '../support/test-file.ts';
import { TestTerminal } from '../support/test-terminal.ts';

/** A command of a user whom permissions bind: they do not bind root, so then somebody else. */
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const OTHER_USER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

function run(words: string[], database: string) {
  const env = { OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'test.example.org', PORT: '0' };
  const options = { ...OTHER_USER, env, cwd: '/', encoding: 'utf8' as const, timeout: 60_000 };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', MAIN, ...words], options);
  return { exitCode: status, output: stdout, errors: stderr };
}

/** On Windows, and in a folder that only root may enter, there is no such user. */
const possible = process.platform !== 'win32' && run(['--version'], '').exitCode === 0;
const ifPossible = possible ? testFile : test.skip;

const folder = temporaryFolder();
chmodSync(folder, 0o755);
let number = 0;

/** A store with one item, in a folder of its own. */
async function storeOfOne() {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const database = join(here, 'store.sqlite');
  await importItem(database, 'one');
  return { here, database };
}

async function importItem(database: string, identifier: string) {
  const file = join(folder, 'items.jsonl');
  writeFileSync(file, `${JSON.stringify({ identifier, titles: [{ text: `Title of ${identifier}` }] })}\n`);
  const terminal = new TestTerminal({ OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'test.example.org' });
  expect(await runCommandLine(['import', file], terminal)).toBe(0);
}

/** All files of a folder with their bytes. */
const contentOf = (here: string) => readdirSync(here).map((name) => [name, readFileSync(join(here, name))]);

function protect(here: string, folderMode: number, fileMode: number) {
  for (const name of readdirSync(here)) chmodSync(join(here, name), fileMode);
  chmodSync(here, folderMode);
}

function expectReadable(database: string, item: string) {
  expect(run(['export'], database)).toMatchObject({ exitCode: 0, errors: '', output: expect.stringContaining(item) });
}

describe('a store in a file that this user may not write', () => {
  ifPossible.each([
    ['file and folder', 0o555, 0o444],
    ['the folder', 0o555, 0o666],
    ['the file', 0o777, 0o444],
  ])('is read, and nothing is left beside it: %s', async (_, folderMode, fileMode) => {
    const { here, database } = await storeOfOne();
    protect(here, folderMode, fileMode);
    const before = contentOf(here);
    expectReadable(database, 'Title of one');
    expect(contentOf(here)).toEqual(before);
  });

  ifPossible('is read by all commands that only read', async () => {
    const { here, database } = await storeOfOne();
    protect(here, 0o555, 0o444);
    expect(run(['status'], database)).toMatchObject({ exitCode: 0, errors: '' });
    expect(run(['rejects', 'list'], database)).toMatchObject({ exitCode: 0, errors: 'Nothing is in quarantine.\n' });
    expect(run(['rejects', 'show', '1'], database).errors).toMatch(/There is no number 1 in quarantine/);
  });

  ifPossible('is read as it stands while its owner writes', async () => {
    const { here, database } = await storeOfOne();
    const store = await openStore(database, RECORD_LAYOUT, 0);
    await importItem(database, 'two');
    protect(here, 0o555, 0o444);
    expectReadable(database, 'Title of two');
    await store.close();
  });

  ifPossible('is read with the log that a killed process, or a copy, left', async () => {
    const { database } = await storeOfOne();
    const store = await openStore(database, RECORD_LAYOUT, 0);
    await importItem(database, 'two');
    const here = join(folder, 'copied');
    mkdirSync(here);
    const copy = join(here, 'store.sqlite');
    for (const suffix of ['', '-wal']) copyFileSync(`${database}${suffix}`, `${copy}${suffix}`);
    await store.close();
    protect(here, 0o555, 0o444);
    expectReadable(copy, 'Title of two');
  });

  ifPossible('is neither served nor written; one sentence says so', async () => {
    const { here, database } = await storeOfOne();
    protect(here, 0o555, 0o444);
    const before = contentOf(here);
    for (const words of [['serve'], ['delete', 'one']]) {
      const { exitCode, errors } = run(words, database);
      expect({ exitCode, errors }).toEqual({
        exitCode: 1,
        errors: expect.stringMatching(/^The store .* cannot be written: .*\n$/),
      });
    }
    expect(contentOf(here)).toEqual(before);
  });

  ifPossible('nor even read, is told in one sentence', async () => {
    const { here, database } = await storeOfOne();
    protect(here, 0o555, 0o000);
    for (const words of [['status'], ['serve']]) {
      const { exitCode, errors } = run(words, database);
      expect({ words, exitCode, errors }).toEqual({
        words,
        exitCode: 1,
        errors: expect.stringMatching(/^[^\n]*store\.sqlite[^\n]*\n$/),
      });
      expect(errors).not.toMatch(/fault of the program/);
    }
    chmodSync(here, 0o000);
    for (const words of [['status'], ['serve']]) {
      const { exitCode, errors } = run(words, database);
      expect({ words, exitCode, errors }).toEqual({
        words,
        exitCode: 1,
        errors: expect.stringMatching(/^[^\n]*store\.sqlite[^\n]*\n$/),
      });
      expect(errors).not.toMatch(/fault of the program/);
    }
    chmodSync(here, 0o755);
  });
});
