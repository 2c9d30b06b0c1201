import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { testFile } from '../support/test-file.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;
const inPostgres = process.env['OAI_TEST_STORE'] === 'postgres';

/** A store of its own, and a way to run commands on it. */
async function workshop(existing?: string) {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const database = existing ?? (await backDoor.fresh());
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({ OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'test.example.org' }, clock);
    const exitCode = await runCommandLine(words, terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const file = (name: string, content: string | Buffer) => {
    const path = join(here, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  return { here, database, clock, run, file };
}

const line = (value: object) => `${JSON.stringify(value)}\n`;
const item = (identifier: string, more: object = {}) =>
  line({ identifier, titles: [{ text: `Title of ${identifier}` }], ...more });

describe('import', () => {
  test('takes items, sets and deletions, says what they came to, and changes nothing the second time', async () => {
    const { run, file, clock } = await workshop();
    const path = file(
      'items.jsonl',
      line({ setSpec: 'j:a', setName: 'Journal A' }) +
        item('one', { sets: ['j:a'] }) +
        item('two') +
        line({ identifier: 'gone', deleted: true }),
    );
    expect(await run('import', path)).toMatchObject({
      exitCode: 0,
      output: '2 new, 0 changed, 0 unchanged, 1 deleted, 0 refused.\n',
    });
    const before = (await run('export')).output;
    const state = (await run('status', '--json')).output;
    clock.tick(3600);
    expect((await run('import', path)).output).toBe('0 new, 0 changed, 3 unchanged, 0 deleted, 0 refused.\n');
    expect((await run('export')).output).toBe(before);
    expect(JSON.parse((await run('status', '--json')).output).clockRow).toBe(JSON.parse(state).clockRow);
  });

  test('refuses bad records by file and line, takes the rest, and keeps the last good version', async () => {
    const { run, file } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    const path = file(
      'b.jsonl',
      `${line({ identifier: 'one', titles: [] })}${item('two')}not json\n${line({ titles: [{ text: 'x' }] })}`,
    );
    const { exitCode, output, errors } = await run('import', path);
    expect(exitCode).toBe(3);
    expect(output).toContain('1 new');
    expect(output).toContain('3 refused');
    expect(errors).toMatch(/refused: .*b\.jsonl:1: one: \/titles /);
    expect(errors).toMatch(/refused: .*b\.jsonl:3: /);
    expect(errors).toMatch(/refused: .*b\.jsonl:4: /);
    expect((await run('export')).output).toContain('Title of one');
  });

  test('two files with one id are both refused by name, and so is a second record of one identifier', async () => {
    const { run, file, here } = await workshop();
    const page = (title: string) => `${title}\n\nAuthor(s): A B\nKeywords: x; y\n  • Language: English\n`;
    file('pages/p.txt', page('First'));
    file('pages/p.page', page('Second'));
    file('pages/q.txt', page('Third'));
    const { exitCode, errors, output } = await run('import', join(here, 'pages'));
    expect(exitCode).toBe(3);
    expect(output).toBe('1 new, 0 changed, 0 unchanged, 0 deleted, 2 refused.\n');
    expect(errors).toMatch(/p\.txt.*p\.page would have the same id|p\.page.*p\.txt would have the same id/s);
    const twice = await run('import', file('twice.jsonl', item('t') + item('t', { type: 'book' })));
    expect(twice.errors).toMatch(/twice\.jsonl:2: t: the same identifier stands at .*twice\.jsonl:1/);
  });

  test('in one run the last of an item and its deletions holds, and only an item after an item is refused', async () => {
    const { run, file } = await workshop();
    const gone = (id: string) => `{"identifier":"${id}","deleted":true}\n`;
    const bad = (id: string) => `{"identifier":"${id}","titles":[]}\n`;
    const many = Array.from({ length: 250 }, (_, index) => item(`m${index}`)).join('');
    const log = (between: string) =>
      item('a') +
      item('b') +
      gone('c') +
      bad('d') +
      item('e') +
      between +
      gone('a') +
      gone('b') +
      item('b', { type: 'book' }) +
      item('c') +
      gone('d') +
      item('e', { type: 'book' });
    for (const between of ['', many]) {
      const { exitCode, errors } = await run('import', file('log.jsonl', log(between)));
      expect(exitCode).toBe(3);
      expect(errors.match(/refused: .*/g)).toEqual([
        expect.stringMatching(/: d: /),
        expect.stringMatching(/: e: the same identifier stands at .*log\.jsonl:5/),
      ]);
      const lines = (await run('export')).output.trimEnd().split('\n');
      const kept = lines.map((text) => JSON.parse(text)).filter(({ identifier }) => /:[a-e]$/.test(identifier));
      expect(kept.map(({ identifier, deleted, type }) => [identifier.at(-1), deleted ?? type])).toEqual([
        ['a', true],
        ['b', 'book'],
        ['c', undefined],
        ['d', true],
        ['e', undefined],
      ]);
      // What was refused of d came before its deletion, and must not bring it back.
      expect((await run('rejects', 'list')).output).toMatch(/^.* oai:test\.example\.org:e .*\n$/);
    }
  });

  test('a file that deletes its own items moves no datestamp when it comes again', async () => {
    const { run, file, clock } = await workshop();
    const path = file('log.jsonl', `${item('a')}{"identifier":"a","deleted":true}\n`);
    await run('import', path);
    clock.tick(3600);
    expect((await run('import', path)).output).toBe('0 new, 0 changed, 1 unchanged, 0 deleted, 0 refused.\n');
  });

  test('--set puts every item into sets, ancestors included; --format and --encoding are obeyed', async () => {
    const { run, file } = await workshop();
    await run('import', '--set', 'x:y', '--set', 'z', file('a.jsonl', item('one')));
    expect((await run('export')).output).toContain('{"setSpec":"x","setName":"x"}');
    const turkish = Buffer.from([
      ...Buffer.from('{"identifier":"w","titles":[{"text":"'),
      0xde,
      0xfd,
      ...Buffer.from('"}]}\n'),
    ]);
    const path = file('w.jsonl', turkish);
    expect((await run('import', path)).errors).toMatch(/not valid UTF-8.*--encoding/s);
    expect((await run('import', '--encoding', 'windows-1254', path)).exitCode).toBe(0);
    expect((await run('export')).output).toContain('Şı');
    expect(await run('import', '--set', 'a b', path)).toMatchObject({ exitCode: 2 });
    expect((await run('import', '--format', 'endnote', path)).errors).toMatch(/no import format "endnote"/);
  });

  test('what was refused is gone from quarantine when the mended file comes again, and no sooner', async () => {
    const { run, file } = await workshop();
    const rejects = async () =>
      (await run('rejects', 'list')).output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/^.*\/([^/]+?) {2}\(?(\S+?)\)? .*$/, '$1 $2'));
    const page = (text: string) => file('page.xml', text);
    const list = (text: string) => file('list.jsonl', text);
    const other = file('other.jsonl', 'nonsense\n');
    await run('import', other);
    await run('import', page('<OAI-PMH>'), list(`nonsense\n{"identifier":"x","titles":[]}\n${item('y')}`));
    const x = 'list.jsonl:2 oai:test.example.org:x';
    expect(await rejects()).toEqual(['other.jsonl:1 no', 'page.xml no', 'list.jsonl:1 no', x]);
    // A file that breaks off tells nothing of what is mended in it.
    await run('import', page('<OAI-PMH><'), list(`${item('y')}{"identifier":"x","titles":[]}\n`));
    expect(await rejects()).toEqual(['other.jsonl:1 no', 'page.xml no', x]);
    // Mended in another file.
    await run('import', file('mended.jsonl', item('x')));
    expect(await rejects()).toEqual(['other.jsonl:1 no', 'page.xml no']);
    await run('import', file('other.jsonl', item('other')));
    expect(await rejects()).toEqual(['page.xml no']);
  });

  test('what is no known format is refused when named, and skipped in a folder', async () => {
    const { run, file, here } = await workshop();
    const picture = file('in/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
    expect(await run('import', picture)).toMatchObject({ exitCode: 3 });
    const { exitCode, output, errors } = await run('import', join(here, 'in'));
    expect(exitCode).toBe(0);
    expect(output).toContain('1 file skipped');
    expect(errors).toContain('skipped: ');
  });

  test('a malformed file is refused whole, and nothing of it is written', async () => {
    const { run, file } = await workshop();
    const record = (id: string) =>
      `<record><header><identifier>oai:x.org:${id}</identifier><datestamp>2020-01-01</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></oai_dc:dc></metadata></record>`;
    const xml = (inside: string) =>
      `<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2020-01-01T00:00:00Z</responseDate><request verb="ListRecords" metadataPrefix="oai_dc">http://x.org/</request><ListRecords>${inside}</ListRecords></OAI-PMH>`;
    const { exitCode, errors } = await run('import', file('bad.xml', xml(record('1') + record('2')).slice(0, -30)));
    expect(exitCode).toBe(3);
    expect(errors).toMatch(/bad\.xml/);
    expect((await run('status')).output).toMatch(/Items +0/);
    expect(await run('import', file('good.xml', xml(record('1') + record('2'))))).toMatchObject({ exitCode: 0 });
    expect((await run('export')).output).toContain('"oai:x.org:1"');
  });

  test('an identifier that OAI-PMH cannot hold is refused; odd local ids are escaped', async () => {
    const { run, file } = await workshop();
    const path = file('a.jsonl', item('a b#ç') + item('oai:bad id') + item('oai:only') + item('x'.repeat(1010)));
    const { errors } = await run('import', path);
    expect((await run('export')).output).toContain('"oai:test.example.org:a%20b%23%C3%A7"');
    expect(errors.match(/identifier is not legal/g)).toHaveLength(3);
  });
});

describe('delete and undelete', () => {
  test('a deletion by hand stays until undelete', async () => {
    const { run, file, clock } = await workshop();
    const path = file('a.jsonl', item('one'));
    await run('import', path);
    clock.tick();
    expect(await run('delete', 'one')).toMatchObject({ exitCode: 0, output: 'oai:test.example.org:one: deleted\n' });
    expect((await run('delete', 'oai:test.example.org:one')).output).toContain('was deleted before');
    expect((await run('import', path)).output).toContain('1 left deleted');
    expect((await run('export')).output).toContain('"deleted":true');
    expect(await run('undelete', 'one')).toMatchObject({
      exitCode: 0,
      output: 'oai:test.example.org:one: brought back\n',
    });
    expect((await run('export')).output).toContain('Title of one');
    expect((await run('undelete', 'one')).output).toContain('is not deleted');
  });

  test('what is not there is refused by name', async () => {
    const { run, file } = await workshop();
    await run('import', file('a.jsonl', line({ identifier: 'gone', deleted: true })));
    expect(await run('delete', 'nope')).toMatchObject({ exitCode: 3, errors: expect.stringContaining('no such item') });
    expect(await run('undelete', 'nope')).toMatchObject({
      exitCode: 3,
      errors: expect.stringContaining('no such item'),
    });
    expect(await run('undelete', 'gone')).toMatchObject({
      exitCode: 3,
      errors: expect.stringContaining('import it again'),
    });
  });
});

describe('export', () => {
  test('is read back by import into the same content, sets and deletions', async () => {
    const one = await workshop();
    await one.run(
      'import',
      one.file(
        'a.jsonl',
        line({ setSpec: 'j', setName: 'All journals' }) +
          item('one', { sets: ['j:a'] }) +
          item('two') +
          line({ identifier: 'gone', deleted: true, sets: ['j'] }),
      ),
    );
    await one.run('delete', 'two');
    const target = join(one.here, 'out.jsonl');
    expect(await one.run('export', '--output', target)).toMatchObject({ exitCode: 0 });
    const two = await workshop();
    copyFileSync(target, join(two.here, 'in.jsonl'));
    expect(await two.run('import', join(two.here, 'in.jsonl'))).toMatchObject({ exitCode: 0 });
    expect((await two.run('export')).output).toBe(readFileSync(target, 'utf8'));
  });

  test('says when it cannot write', async () => {
    const { run, here, file } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    expect(await run('export', '--output', join(here, 'no', 'where.jsonl'))).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('cannot be written'),
    });
  });
});

describe('render', () => {
  test('makes records anew with the landing URL of now, and dates only those that change', async () => {
    const { run, file, database, clock } = await workshop();
    await run('import', file('a.jsonl', item('one') + item('two', { links: ['https://example.org/two'] })));
    clock.tick(60);
    const terminal = new TestTerminal(
      {
        OAI_DATABASE: database,
        OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
        OAI_LANDING_URL: 'https://test.example.org/x/{id}',
      },
      clock,
    );
    expect(await runCommandLine(['status'], terminal)).toBe(0);
    expect(terminal.output).toContain('Run `oai-pmh render`');
    expect(await runCommandLine(['render'], terminal)).toBe(0);
    expect(terminal.output).toContain('Items made anew: 1.');
  });
});

test.each([
  [['import', 'nothing.jsonl'], true],
  [['render'], true],
  [['sync', '--dry-run'], true],
  [['harvest', 'http://127.0.0.1:1/oai'], true],
  [['status'], false],
  [['delete', 'x'], false],
])('%j gives way to others: %s', async (words, givesWay) => {
  const config = join(folder, 'gives-way.yaml');
  const source = 'sources:\n  letters: { files: nothing.jsonl }\n';
  writeFileSync(
    config,
    `database: ${join(folder, 'gives-way.sqlite')}\nrepositoryIdentifier: test.example.org\n${source}`,
  );
  const terminal = new TestTerminal();
  await runCommandLine([...words, '--config', config], terminal);
  expect(terminal.errors).not.toMatch(/option|config/);
  expect(terminal.gaveWay).toBe(givesWay);
});

describe('bad circumstances end in one sentence and a non-zero exit code', () => {
  test.each([
    [['import', '/no/such/folder'], 1, /no file or folder/],
    [['frobnicate'], 2, /unknown command/],
    [['import'], 2, /missing required argument/],
    [['status', '--frob'], 2, /unknown option/],
    [['import', '--config', '/no/such.yaml', '.'], 2, /does not exist/],
  ])('%j', async (words, exitCode, message) => {
    const { run } = await workshop();
    const result = await run(...words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.errors).toMatch(message);
    expect(result.errors).not.toMatch(/\n\s+at /);
  });

  test('another repository identifier for a store that holds records', async () => {
    const { run, file, database } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    const terminal = new TestTerminal({ OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'other.example.org' });
    expect(await runCommandLine(['render'], terminal)).toBe(1);
    expect(terminal.errors).toMatch(/bear the repository identifier test\.example\.org/);
  });

  test('commands that only read take a store as it is, whatever the settings say', async () => {
    const { run, file, database } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    const before = await backDoor.content(database);
    const terminal = new TestTerminal({ OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'other.example.org' });
    expect(await runCommandLine(['status'], terminal)).toBe(0);
    expect(terminal.output).toMatch(/Identifiers +oai:test\.example\.org:/);
    expect(await runCommandLine(['export'], terminal)).toBe(0);
    expect(terminal.output).toContain('Title of one');
    expect(await backDoor.content(database)).toBe(before);
  });

  test('only what is for reading leaves a store of an older version alone, and says what to do', async () => {
    const { run, file, database } = await workshop(await backDoor.oldest());
    const before = await backDoor.content(database);
    expect(await run('status')).toMatchObject({ exitCode: 1, errors: expect.stringMatching(/un `oai-pmh migrate`/) });
    expect(await backDoor.content(database)).toBe(before);
    expect((await run('migrate')).errors).toMatch(
      inPostgres ? /; no copy of the old one was kept\.\n$/ : /; the old one is kept as .*\.\n$/,
    );
    expect(await run('migrate')).toMatchObject({ exitCode: 0, errors: '' });
    expect((await run('import', file('a.jsonl', item('one')))).exitCode).toBe(0);
    expect((await run('status')).exitCode).toBe(0);
  });

  test('a store of a newer version is left alone by all', async () => {
    const { run, file, database } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    await backDoor.makeNewer(database);
    const before = await backDoor.content(database);
    for (const command of [['status'], ['import', file('b.jsonl', item('two'))], ['serve'], ['migrate'], ['restamp']]) {
      expect(await run(...command)).toEqual({
        exitCode: 1,
        output: '',
        errors: expect.stringMatching(/^The store .* was made by a newer version .* Update the program\.\n$/),
      });
    }
    expect(await backDoor.content(database)).toBe(before);
  });

  describe('is told, and made a store by none but import, serve and their like:', () => {
    const isTold = async (prepare: (database: string) => void) => {
      const { run, database, file } = await workshop();
      prepare(database);
      const before = await backDoor.content(database);
      for (const command of [
        ['status'],
        ['export'],
        ['render'],
        ['delete', 'x'],
        ['rejects', 'list'],
        ['token-key', 'rotate'],
        ['undelete', 'x'],
        ['migrate'],
      ]) {
        const place = inPostgres ? database.replace(/\/\/.*@/, '//') : database;
        expect(await run(...command)).toMatchObject({
          exitCode: 1,
          errors: expect.stringContaining(`There is no store ${place}`),
        });
      }
      expect(await backDoor.content(database)).toBe(before);
      expect((await run('import', file('a.jsonl', item('one')))).exitCode).toBe(0);
      expect((await run('export')).output).toContain('Title of one');
    };
    test('a file that does not exist, an empty database in PostgreSQL', () => isTold(() => {}));
    testFile('an empty file', () => isTold((database) => writeFileSync(database, '')));
    testFile('a database with nothing in it', () =>
      isTold((database) => void new Database(database).exec('VACUUM').close()),
    );
  });

  test('one that refuses a write in the middle of a batch', async () => {
    const { run, file, database } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    await backDoor.rows(database, 'CREATE UNIQUE INDEX full_up ON record (format_id) WHERE format_id = 1');
    const { exitCode, errors } = await run('import', file('b.jsonl', item('two')));
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/unique/i);
    expect(errors).not.toMatch(/\n\s+at /);
    expect((await run('export')).output).not.toContain('Title of two');
  });

  test('one that another process writes to and does not end: it is read, and not written', async () => {
    const { run, file, database } = await workshop();
    await run('import', file('a.jsonl', item('one')));
    const unlock = await backDoor.lock(database);
    for (const command of ['status', 'export', 'check-records']) expect((await run(command)).errors).toBe('');
    expect(await run('delete', 'one')).toEqual({
      exitCode: 1,
      output: '',
      errors: expect.stringMatching(
        /^The store .* is locked by another process\. Try again when that has finished\.\n$/,
      ),
    });
    await unlock();
    expect((await run('delete', 'one')).exitCode).toBe(0);
  });

  testFile('a file that is no store', async () => {
    const { run, database } = await workshop();
    writeFileSync(database, 'no database at all, but a text that goes on for a while '.repeat(50));
    expect((await run('status')).errors).toMatch(/not an SQLite database/);
  });

  test('a PostgreSQL that cannot be reached, without its password', async () => {
    const { run, file } = await workshop('postgres://somebody:geheim@127.0.0.1:1/oai');
    const path = file('a.jsonl', item('one'));
    for (const command of [
      ['serve'],
      ['serve', '--workers', '2'],
      ['import', path],
      ['harvest', 'http://127.0.0.1:1/oai'],
      ['rejects', 'list'],
      ['rejects', 'retry'],
      ['sources', 'list'],
      ['export'],
      ['delete', 'one'],
      ['undelete', 'one'],
      ['status'],
      ['check-records'],
      ['render'],
      ['migrate'],
      ['restamp'],
      ['token-key', 'rotate'],
    ]) {
      expect({ command, ...(await run(...command)) }).toEqual({
        command,
        exitCode: 1,
        output: '',
        errors: expect.stringMatching(
          /^PostgreSQL cannot be reached at postgres:\/\/127\.0\.0\.1:1\/oai \(ECONNREFUSED\)\. .*\n$/,
        ),
      });
    }
  });

  test('--help and --version succeed', async () => {
    const { run } = await workshop();
    for (const words of [['--help'], ['--version'], ['import', '--help'], ['serve', '--help'], ['delete', '--help']]) {
      const result = await run(...words);
      expect(result.exitCode).toBe(0);
      expect(result.output).not.toBe('');
    }
  });
});
