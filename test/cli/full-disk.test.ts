import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { formatDatestamp } from '../../src/oai/datestamp.ts';
import { Endpoint } from '../support/endpoint.ts';
import { embeddedBinaries } from '../support/postgres/binaries.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';
import { askServer } from '../support/postgres/fresh-database.ts';
import { NOBODY, PostgresServer } from '../support/postgres/postgres-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
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

const environmentOf = (database: string) => ({
  OAI_DATABASE: database,
  OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
});

async function run(database: string, ...words: string[]) {
  const terminal = new TestTerminal(environmentOf(database));
  return { exitCode: await runCommandLine(words, terminal), output: terminal.output, errors: terminal.errors };
}

/** Imports more than there is room for, and again when there is; answers what it said first. */
async function fill(database: string, meanwhile: () => Promise<void> = async () => {}): Promise<string> {
  const file = join(folder, 'items.jsonl');
  const text = 'T'.repeat(300);
  const items = Array.from({ length: 4000 }, (_, index) => ({ identifier: `i${index}`, titles: [{ text }] }));
  writeFileSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const { exitCode, errors } = await run(database, 'import', file);
  expect(exitCode).toBe(1);
  const written = (JSON.parse((await run(database, 'status', '--json')).output) as { items: number }).items;
  expect(written).toBeGreaterThan(0);
  expect(written % 200).toBe(0);
  await meanwhile();
  mount('remount,size=100m');
  expect((await run(database, 'import', file)).output).toBe(
    `${4000 - written} new, 0 changed, ${written} unchanged, 0 deleted, 0 refused.\n`,
  );
  return errors;
}

describe('an import that fills the disk says so; what was written is whole, and goes on when there is room', () => {
  ifMounted('of a file', async () => {
    const database = join(disk, 'store.sqlite');
    expect(await fill(database)).toBe(
      `The disk that holds ${database} is full. Nothing of this batch was written; make room and run it again.\n`,
    );
    const db = new Database(database);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  const describeMounted = mounted ? describePostgres : describe.skip;
  describeMounted('of PostgreSQL', () => {
    test('while endpoints go on answering', async () => {
      const server = await PostgresServer.start(embeddedBinaries());
      try {
        mount('remount,size=100m');
        chmodSync(folder, 0o755);
        const space = join(disk, 'space');
        mkdirSync(space);
        chownSync(space, NOBODY, NOBODY);
        await askServer(`CREATE TABLESPACE small LOCATION '${space}'`, server.url());
        await askServer('CREATE DATABASE store TABLESPACE small', server.url());
        const database = server.url('store');
        const clock = new TestClock('2035-01-01T00:00:00Z');
        const endpoint = await Endpoint.start({ clock, database, identifier: 'test.example.org' });
        const { blocks, bfree, bsize } = statfsSync(disk);
        mount(`remount,size=${(blocks - bfree) * bsize + 4_000_000}`);
        const answers = async () => {
          for (const query of ['verb=Identify', 'verb=ListRecords&metadataPrefix=oai_dc']) {
            clock.tick();
            const { status, body } = await endpoint.get(query);
            expect(status).toBe(200);
            expect(String(body)).toContain(`<responseDate>${formatDatestamp(clock.now(), 'seconds')}`);
          }
        };
        expect(await fill(database, answers)).toMatch(
          /^The disk of postgres:\S+ is full \(.*\)\. Nothing of this batch was written; make room and run it again\.\n$/,
        );
        await endpoint.stop();
      } finally {
        await server.dispose();
      }
    }, 90_000);
  });
});
