import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { TableReader } from '../../src/store/copy/copy-ends.ts';
import { copyStore } from '../../src/store/copy/copy-store.ts';
import { ITEM, RUN } from '../../src/store/copy/stored-table.ts';
import { openCopyTarget, openStore, withCopySource } from '../../src/store/index.ts';
import { sizeOf } from '../../src/store/size-of.ts';
import type { Store } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { allAnswers, answering } from '../support/all-answers.ts';
import { bodies } from '../support/bodies.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';
import { askServer, freshDatabase } from '../support/postgres/fresh-database.ts';
import { PASSWORD } from '../support/postgres/postgres-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';
import { titleChange } from '../support/title-change.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const folder = temporaryFolder();
let number = 0;

/** A folder of its own, and a way to run commands. */
function workshop() {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(join(here, 'data'), { recursive: true });
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const config = join(here, 'oai-pmh.yaml');
  writeFileSync(
    config,
    `repositoryIdentifier: test.example.org
baseUrl: https://test.example.org/oai
sets:
  lang:
    each: language
sources:
  journals:
    files: data/*.jsonl
`,
  );
  const path = (name: string) => join(here, name);
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({}, clock);
    const exitCode = await runCommandLine(words, terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const on = (database: string, ...words: string[]) => run(...words, '--config', config, '--database', database);
  return { here, clock, path, run, on };
}

/** Longer than what an index of PostgreSQL holds, however it is compressed. */
const PROSE = Array.from({ length: 2000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('');

const item = (id: string, more: object = {}) =>
  `${JSON.stringify({ identifier: id, titles: [{ text: `Title of ${id}` }], languages: ['tur'], ...more })}\n`;

/** Something in every table: deletions of both kinds, an erasure, items to come, sets, a source, refusals, changes. */
async function fill({ clock, path, on }: ReturnType<typeof workshop>, database: string): Promise<void> {
  const items = Array.from({ length: 60 }, (_, n) => item(`i${n}`, { sets: [n % 2 === 0 ? 'j:even' : 'j:odd'] }));
  writeFileSync(path('data/a.jsonl'), items.join(''));
  await on(database, 'sync');
  clock.tick(100);
  const later = item('later', { visibleFrom: '2027-01-01' });
  const refused = [
    '{"identifier":"bad","titles":[]}\n',
    'no JSON \0 at all\n',
    item('oai:test.example.org:\ud800') + item('oai:test.example.org:\ud801'),
    item(`oai:test.example.org:${PROSE}1`) + item(`oai:test.example.org:${PROSE}2`),
  ].join('');
  const gone = '{"identifier":"gone","deleted":true}\n';
  writeFileSync(
    path('b.jsonl'),
    item('i3', { titles: [{ text: 'Changed' }] }) + item('b', { languages: ['fra'] }) + later + gone + refused,
  );
  await on(database, 'import', path('b.jsonl'));
  clock.tick(100);
  await on(database, 'delete', 'i5');
  await on(database, 'delete', 'i6', '--erase');
  clock.tick(100);
}

/** A store of so many items that copying it takes a while. */
async function fillLarge(database: string, clock: TestClock, items: number): Promise<void> {
  const store = await openStore(database, RECORD_LAYOUT, clock.now());
  await store.claimIdentifier('test.example.org');
  for (let start = 0; start < items; start += 500) {
    const changes = Array.from({ length: 500 }, (_, n) => {
      const body = `<metadata><x>${start + n}</x></metadata>`;
      const sets = [`s:${n % 10}`];
      return {
        kind: 'put',
        identifier: `oai:test.example.org:${start + n}`,
        content: '{}',
        sets,
        bodies: new Map([['oai_dc', body]]),
      } as const;
    });
    await store.write(changes, () => clock.now() + start);
  }
  // More texts than are read at once, which languages would put into another order than their bytes; some are prose.
  const values = Array.from({ length: 1500 }, (_, n) => ({
    keys: [`${n % 2 === 0 ? 'b' : 'Ä'} ${n % 3 === 0 ? 'X' : 'x'} ${n % 50 === 0 ? PROSE : ''} ${n}`],
    slug: `v${n}`,
    setName: `V ${n}`,
  }));
  await store.sets.slugsFor('j', values);
  await store.close();
}

/** Starts the command as a process of its own. */
function copyProcess(from: string, to: string) {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, 'copy', '--from', from, '--to', to], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return {
    child,
    ended: once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, printed })),
  };
}

describe('copy', () => {
  test('the copy answers to the byte what its source answers, and is the same in all that is not seen', async () => {
    const shop = workshop();
    const { path, run, on, clock } = shop;
    await fill(shop, path('a'));
    const copied = await run('copy', '--from', path('a'), '--to', path('b'));
    expect(copied).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^oai_dc +62 +62 +3 +3 .* same$/m) });
    expect(copied.output).not.toContain('DIFFERENT');
    expect(await allAnswers(path('b'), clock)).toEqual(await allAnswers(path('a'), clock));
    for (const words of [['export'], ['rejects', 'list'], ['sources', 'list', '--json']]) {
      expect((await on(path('b'), ...words)).output).toBe((await on(path('a'), ...words)).output);
    }
    // Also what comes next: the same numbers, datestamps and places.
    clock.tick(5);
    for (const name of ['a', 'b']) {
      writeFileSync(
        path('data/a.jsonl'),
        item('i1', { titles: [{ text: 'New' }] }) + item('another', { languages: ['deu'] }),
      );
      await on(path(name), 'sync');
    }
    expect(await allAnswers(path('b'), clock)).toEqual(await allAnswers(path('a'), clock));
  });

  test('a list that began on the source goes on at the copy', async () => {
    const shop = workshop();
    const { path, run, clock } = shop;
    await fill(shop, path('a'));
    const token = await answering(
      path('a'),
      clock,
      async (ask) => /<resumptionToken[^>]*>([^<]+)/.exec(await ask('verb=ListRecords&metadataPrefix=oai_dc'))?.[1],
    );
    await run('copy', '--from', path('a'), '--to', path('b'));
    const next = (name: string) =>
      answering(path(name), clock, (ask) => ask(`verb=ListRecords&resumptionToken=${token}`));
    expect(await next('b')).toContain('</record>');
    expect(await next('b')).toBe(await next('a'));
  });

  test('killed again and again, it goes on where it was; until then no other command takes the copy', async () => {
    const { path, on, clock } = workshop();
    const [from, to] = [path('a'), path('b')];
    await fillLarge(from, clock, 10_000);
    let kills = 0;
    for (const table of ['item', 'item', 'record', 'run', 'member']) {
      const { child, ended } = copyProcess(from, to);
      // Killed as soon as it writes more than there was, and a little later.
      const rows = () => rowsOf(to, table);
      const before = rows();
      while (child.exitCode === null && rows() <= before) await sleep(5);
      await sleep(Math.random() * 20);
      child.kill('SIGKILL');
      if ((await ended).exitCode !== null) break;
      kills += 1;
      for (const words of [['status'], ['export'], ['import', path('data')], ['serve'], ['migrate'], ['restamp']].slice(
        0,
        5,
      )) {
        expect(await on(to, ...words)).toMatchObject({
          exitCode: 1,
          errors: `${to} is being copied into; run \`oai-pmh copy --from ${from} --to ${to}\` again to finish.\n`,
        });
      }
    }
    expect(kills).toBeGreaterThan(2);
    const { exitCode, printed } = await copyProcess(from, to).ended;
    expect(printed).not.toContain('DIFFERENT');
    expect(exitCode).toBe(0);
    expect(await bodies(to)).toEqual(await bodies(from));
  }, 90_000);

  test('what has changed between the parts of a copy is told, and --fresh begins anew', async () => {
    const shop = workshop();
    const { path, on, run, clock } = shop;
    await fill(shop, path('a'));
    await stopEarly(path('a'), path('b'), clock);
    const words = ['copy', '--from', path('a'), '--to', path('b')];
    // An answer raises the clock row, and is no change.
    await answering(path('a'), clock, (ask) => ask('verb=Identify'));
    await stopEarly(path('a'), path('b'), clock);
    await on(path('a'), 'delete', 'i9');
    expect(await run(...words)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('has changed since') });
    expect(await run(...words, '--fresh')).toMatchObject({ exitCode: 0 });
    expect(await allAnswers(path('b'), clock)).toEqual(await allAnswers(path('a'), clock));
  });

  test('a change that its beginning does not show is found at the end: the copy stays unfinished', async () => {
    const shop = workshop();
    const { path, on, run, clock } = shop;
    await fill(shop, path('a'));
    await stopEarly(path('a'), path('b'), clock);
    const db = new Database(path('b'));
    db.exec('UPDATE record SET datestamp = datestamp - 1 WHERE place = (SELECT min(place) FROM record)');
    db.close();
    const words = ['copy', '--from', path('a'), '--to', path('b')];
    const { exitCode, output, errors } = await run(...words);
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: expect.stringContaining('--fresh') });
    expect(output).toMatch(/^oai_dc .* DIFFERENT$/m);
    expect((await on(path('b'), 'status')).exitCode).toBe(1);
    expect(await run(...words, '--fresh')).toMatchObject({ exitCode: 0 });
  });

  test('fewer rows are read at once where they are large, and all of them are copied', async () => {
    const { path, clock } = workshop();
    const store = await openStore(path('a'), RECORD_LAYOUT, clock.now());
    const content = (n: number) => JSON.stringify({ n, text: 'x'.repeat(400_000) });
    const items = Array.from({ length: 150 }, (_, n) => ({ ...titleChange(`oai:x:${n}`, 'T'), content: content(n) }));
    await store.write(items, () => clock.now());
    await store.close();
    const sizes: number[] = [];
    await withCopySource(path('a'), clock.now(), async (source) => {
      const read: TableReader['read'] = async (...query) => {
        const rows = await source.read(...query);
        sizes.push(rows.reduce((sum, row) => sum + sizeOf(row), 0));
        return rows;
      };
      const target = await openCopyTarget(path('b'), clock.now());
      const stop = new AbortController().signal;
      const parts = await copyStore({ description: path('a'), read }, target, { fresh: false, stop, progress() {} });
      await target.close();
      expect(parts.find(({ source: { part } }) => part === 'table item')).toMatchObject({
        same: true,
        target: { count: 150 },
      });
    });
    expect(Math.max(...sizes)).toBeLessThan(15_000_000);
  });

  test('a damaged source is named as such, and its copy stays unfinished', async () => {
    const shop = workshop();
    const { path, on, run } = shop;
    await fill(shop, path('a'));
    const db = new Database(path('a'));
    db.exec('UPDATE run SET crc = crc + 1 WHERE first_place = (SELECT max(first_place) FROM run)');
    db.close();
    expect(await run('copy', '--from', path('a'), '--to', path('b'))).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining(`The store ${path('a')} is damaged`),
    });
    expect(await on(path('b'), 'status')).toMatchObject({ exitCode: 1 });
  });

  test('while it runs, the source answers, and whoever wants to write is told', async () => {
    const shop = workshop();
    const { path, clock } = shop;
    await fill(shop, path('a'));
    const store = await openStore(path('a'), RECORD_LAYOUT, clock.now(), 'write');
    store.limitPatience(10);
    const seen: string[] = [];
    await during(path('a'), path('b'), clock, async () => {
      clock.tick(10);
      await store.advanceClock(clock.now());
      seen.push(String((await store.readItemFormats('oai:test.example.org:i1')).known));
      seen.push(await store.write([], () => clock.now()).then(String, (error: Error) => error.name));
    });
    await store.close();
    expect(seen.slice(0, 2)).toEqual(['true', 'StoreBusy']);
  });

  test('a server that was started on the empty target answers 503 until the copy is whole', async () => {
    const shop = workshop();
    const { path, clock } = shop;
    await fill(shop, path('a'));
    const target = await openStore(path('b'), RECORD_LAYOUT, clock.now());
    const seen = new Set<string>();
    await during(path('a'), path('b'), clock, async () => {
      for (const use of usesOf(target)) seen.add(await nameOf(use()));
    });
    expect([...seen]).toEqual(['StoreBusy']);
    expect((await target.readState()).repositoryIdentifier).toBe('test.example.org');
    await target.close();
  });

  test('a store with contents, the same store, and what is no store are refused', async () => {
    const shop = workshop();
    const { path, run, clock } = shop;
    await fill(shop, path('a'));
    await fillLarge(path('b'), clock, 500);
    const copy = async (from: string, to: string, ...more: string[]) =>
      run('copy', '--from', from, '--to', to, ...more);
    const before = await allAnswers(path('b'), clock);
    for (const more of [[], ['--fresh']]) {
      expect(await copy(path('a'), path('b'), ...more)).toMatchObject({
        exitCode: 1,
        errors: expect.stringContaining('is not empty'),
      });
    }
    expect(await allAnswers(path('b'), clock)).toEqual(before);
    expect(await copy(path('a'), path('a'))).toMatchObject({ exitCode: 2 });
    expect(await copy(path('none'), path('c'))).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('There is no store'),
    });
    expect(await copy('http://x', path('c'))).toMatchObject({ exitCode: 2, errors: expect.stringContaining('--from') });
  });
});

describePostgres('copy to PostgreSQL and back', () => {
  test('three stores answer the same to the byte, go on the same, and know the same of what is not seen', async () => {
    const shop = workshop();
    const { path, run, on, clock } = shop;
    const stores = [path('a'), await freshDatabase(), path('c')];
    const [a = '', b = '', c = ''] = stores;
    await fill(shop, a);
    const printed = [await run('copy', '--from', a, '--to', b), await run('copy', '--from', b, '--to', c)];
    for (const { exitCode, output } of printed) {
      expect(output).toMatch(/^oai_dc +62 +62 +3 +3 .* same$/m);
      expect(output).not.toContain('DIFFERENT');
      expect(exitCode).toBe(0);
    }
    expect(JSON.stringify(printed)).not.toContain(PASSWORD);
    for (const step of ['copied', 'changed']) {
      const answers = await Promise.all(stores.map((store) => allAnswers(store, clock)));
      expect([step, answers[1]]).toEqual([step, answers[0]]);
      expect([step, answers[2]]).toEqual([step, answers[0]]);
      for (const words of [['export'], ['rejects', 'list'], ['sources', 'list', '--json']]) {
        const [told, ...others] = await Promise.all(stores.map(async (store) => (await on(store, ...words)).output));
        expect(others.map((other) => other.replaceAll('␀', '\0'))).toEqual([told, told]);
      }
      clock.tick(5);
      for (const store of stores) {
        const changed = item('i1', { titles: [{ text: 'New' }] });
        writeFileSync(path('data/a.jsonl'), changed + item('another', { languages: ['deu'] }));
        await on(store, 'sync');
      }
    }
  });

  test('killed again and again, it goes on where it was; until then no other command takes the copy', async () => {
    const { path, on, clock } = workshop();
    const [from, to] = [path('a'), await freshDatabase()];
    await fillLarge(from, clock, 4000);
    let kills = 0;
    for (const table of ['item', 'record', 'member']) {
      const rows = async () => {
        const [row] = await askServer<{ n: number }>(`SELECT count(*) AS n FROM ${table}`, to).catch(() => []);
        return row?.n ?? 0;
      };
      const before = await rows();
      const { child, ended } = copyProcess(from, to);
      while (child.exitCode === null && (await rows()) <= before) await sleep(20);
      await sleep(Math.random() * 20);
      child.kill('SIGKILL');
      if ((await ended).exitCode !== null) break;
      kills += 1;
      for (const words of [['status'], ['import', path('data')], ['serve']]) {
        const { exitCode, errors } = await on(to, ...words);
        expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: expect.stringContaining('is being copied into') });
        expect(errors).not.toContain(PASSWORD);
      }
    }
    expect(kills).toBeGreaterThan(1);
    expect(await copyProcess(from, to).ended).toMatchObject({ exitCode: 0 });
    expect(await bodies(to)).toEqual(await bodies(from));
  }, 90_000);

  test('while it runs, a source in PostgreSQL answers, and whoever wants to write is told, also of sources', async () => {
    const shop = workshop();
    const { path, run, clock } = shop;
    const from = await freshDatabase();
    await fill(shop, path('a'));
    await run('copy', '--from', path('a'), '--to', from);
    const store = await openStore(from, RECORD_LAYOUT, clock.now(), 'write');
    store.limitPatience(10);
    const seen = new Set<string>();
    await during(from, path('b'), clock, async () => {
      clock.tick(10);
      await store.advanceClock(clock.now());
      seen.add(`known ${(await store.readItemFormats('oai:test.example.org:i1')).known}`);
      seen.add(await nameOf(store.write([], () => clock.now())));
      seen.add(await nameOf(store.sources.lock('other', 'me', clock.now(), clock.now() + 9)));
    });
    await store.close();
    expect([...seen]).toEqual(['known true', 'StoreBusy']);
  });

  test('a server that was started on the empty target answers 503 until the copy is whole', async () => {
    const shop = workshop();
    const { path, clock } = shop;
    await fill(shop, path('a'));
    const to = await freshDatabase();
    const target = await openStore(to, RECORD_LAYOUT, clock.now());
    const seen = new Set<string>();
    await during(path('a'), to, clock, async () => {
      for (const use of usesOf(target)) seen.add(await nameOf(use()));
    });
    expect([...seen]).toEqual(['StoreBusy']);
    expect((await target.readState()).repositoryIdentifier).toBe('test.example.org');
    await target.close();
  });

  test('a store with contents is refused, and --fresh throws away only what is unfinished', async () => {
    const shop = workshop();
    const { path, on, run, clock } = shop;
    await fill(shop, path('a'));
    const to = await freshDatabase();
    await stopEarly(path('a'), to, clock);
    await on(path('a'), 'delete', 'i9');
    const words = ['copy', '--from', path('a'), '--to', to];
    expect(await run(...words)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('has changed since') });
    expect(await run(...words, '--fresh')).toMatchObject({ exitCode: 0 });
    expect(await allAnswers(to, clock)).toEqual(await allAnswers(path('a'), clock));
    expect(await run(...words, '--fresh')).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('is not empty'),
    });
    const itself = await run('copy', '--from', to, '--to', `${to}?pool_size=2`);
    expect(itself).toMatchObject({ exitCode: 2, errors: expect.stringContaining('into itself') });
  });
});

/** What came of it: done, or the name of the error. */
function nameOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: Error) => error.name,
  );
}

/** Whatever answers requests or writes. */
function usesOf(store: Store): (() => Promise<unknown>)[] {
  const page = { selection: { metadataPrefix: 'oai_dc' }, limit: 100, maxBytes: 1e6, granularity: 'seconds' } as const;
  return [
    () => store.readState(),
    () => store.readPage({ ...page, part: 'record', packed: true }),
    () => store.readPage({ ...page, part: 'record', size: true }),
    () => store.readPage({ ...page, part: 'header', size: true }),
    () => store.readRecord('oai:test.example.org:i1', 'oai_dc', 'seconds'),
    () => store.readItemFormats('oai:test.example.org:i1'),
    () => store.readSets({ limit: 10 }),
    () => store.write([{ kind: 'set', setSpec: 'x', setName: 'X' }], () => 0),
  ];
}

/** Copies, and does something each time that items are read. */
async function during(from: string, to: string, clock: TestClock, work: () => Promise<void>): Promise<void> {
  await withCopySource(from, clock.now(), async (source) => {
    const target = await openCopyTarget(to, clock.now());
    const read: TableReader['read'] = async (table, ...query) => {
      if (table === ITEM) await work();
      return source.read(table, ...query);
    };
    const stop = new AbortController().signal;
    try {
      await copyStore({ description: from, read }, target, { fresh: false, stop, progress: () => {} });
    } finally {
      await target.close();
    }
  });
}

/** Copies all records, and then stops. */
async function stopEarly(from: string, to: string, clock: TestClock): Promise<void> {
  const stop = new AbortController();
  const copied = withCopySource(from, clock.now(), async (source) => {
    const target = await openCopyTarget(to, clock.now());
    try {
      const read: TableReader['read'] = (table, ...query) => {
        if (table === RUN) stop.abort();
        return source.read(table, ...query);
      };
      return await copyStore({ description: from, read }, target, { fresh: false, stop: stop.signal, progress() {} });
    } finally {
      await target.close();
    }
  });
  await expect(copied).rejects.toThrow('Stopped');
}

function rowsOf(database: string, table: string): number {
  if (!existsSync(database)) return 0;
  const db = new Database(database, { timeout: 100 });
  try {
    return Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  } catch {
    return 0;
  } finally {
    db.close();
  }
}
