import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testFile } from '../support/test-file.ts';
import { TestTerminal } from '../support/test-terminal.ts';

// Before the folder goes, which hooks itself in next.
afterAll(() => {
  if (mounted) spawnSync('umount', ['--lazy', disk]);
});
const folder = temporaryFolder();

/** A disk of three megabytes; only root on Linux may make one. */
const disk = join(folder, 'disk');
mkdirSync(disk);
const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
const mounted = mount('size=3m');
const ifMounted = mounted ? testFile : test.skip;

const database = join(disk, 'store.sqlite');
const environment = { OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'test.example.org' };

async function run(...words: string[]) {
  const terminal = new TestTerminal(environment);
  return { exitCode: await runCommandLine(words, terminal), output: terminal.output, errors: terminal.errors };
}

ifMounted(
  'an import that fills the disk says so; what was written is whole, and goes on when there is room',
  async () => {
    const file = join(folder, 'items.jsonl');
    const text = 'T'.repeat(300);
    const items = Array.from({ length: 4000 }, (_, index) => ({ identifier: `i${index}`, titles: [{ text }] }));
    writeFileSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    const { exitCode, errors } = await run('import', file);
    expect(exitCode).toBe(1);
    expect(errors).toBe(
      `The disk that holds ${database} is full. Nothing of this batch was written; make room and run it again.\n`,
    );
    const written = (JSON.parse((await run('status', '--json')).output) as { items: number }).items;
    expect(written).toBeGreaterThan(0);
    expect(written % 200).toBe(0);
    mount('remount,size=60m');
    expect((await run('import', file)).output).toBe(
      `${4000 - written} new, 0 changed, ${written} unchanged, 0 deleted, 0 refused.\n`,
    );
    const db = new Database(database);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  },
);
