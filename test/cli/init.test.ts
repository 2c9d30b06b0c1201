import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { loadConfig } from '../../src/config/config.ts';
import { EXIT } from '../../src/fault.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const folder = temporaryFolder();
let files = 0;
const newFile = (): string => join(folder, `config-${++files}.yaml`);

async function run(terminal: TestTerminal, ...words: string[]): Promise<number> {
  return runCommandLine(['init', ...words], terminal);
}

const ALL = [
  ...[
    '--name',
    'Letters: "old" & # new',
    '--base-url',
    'https://letters.example.org/oai',
    '--email',
    'a1@example.org, b2@example.org',
  ],
  ...['--domain', 'letters.example.org', '--database', 'letters.sqlite', '--port', '3100'],
];

test('the questions are answered, and the file is a configuration', async () => {
  const terminal = new TestTerminal();
  const file = newFile();
  terminal.answers.push('Letters', 'https://letters.example.org/oai', 'post@letters.example.org', '', '', '');
  expect(await run(terminal, '--output', file)).toBe(EXIT.ok);
  expect(loadConfig({ file, environment: {}, flags: {} })).toMatchObject({
    repositoryName: 'Letters',
    baseUrl: 'https://letters.example.org/oai',
    adminEmails: ['post@letters.example.org'],
    // Out of the address.
    repositoryIdentifier: 'letters.example.org',
    database: 'repository.sqlite',
    port: 3000,
  });
  expect(readFileSync(file, 'utf8')).toMatch(/^# Your domain name\./m);
  for (const next of ['import', 'serve', 'check https://letters.example.org/oai', 'register']) {
    expect(terminal.output).toContain(`oai-pmh ${next}`);
  }
});

test('what will not do is asked again, with the sentence of the setting', async () => {
  const terminal = new TestTerminal();
  const file = newFile();
  const answers = [
    'Letters',
    'letters.example.org',
    'https://10.0.0.1/oai',
    'Post <p@example.org>',
    'post@example.org',
  ];
  terminal.answers.push(...answers, 'localhost', 'letters.example.org', 'mysql://x', 'x.sqlite', '99999', '3001');
  expect(await run(terminal, '--output', file)).toBe(EXIT.ok);
  expect(terminal.errors).toContain('"letters.example.org" will not do; write a whole http(s) URL');
  expect(terminal.errors).toContain('will not do; write plain addresses like oai@example.org');
  expect(terminal.errors).toContain('"localhost" will not do; write a domain name of two or more labels');
  expect(terminal.errors).toContain('"99999" will not do; write a whole number from 0 to 65535');
  // An address that is no domain name is not suggested as one.
  expect(terminal.errors).not.toContain('(10.0.0.1)');
  expect(loadConfig({ file, environment: {}, flags: {} })).toMatchObject({ port: 3001, database: 'x.sqlite' });
});

test('with all flags nobody is asked, and odd texts come back as they were', async () => {
  const file = newFile();
  expect(await run(new TestTerminal(), '--output', file, ...ALL)).toBe(EXIT.ok);
  expect(loadConfig({ file, environment: {}, flags: {} })).toMatchObject({
    repositoryName: 'Letters: "old" & # new',
    adminEmails: ['a1@example.org', 'b2@example.org'],
    port: 3100,
  });
});

test('with --yes, what is suggested is taken', async () => {
  const file = newFile();
  expect(await run(new TestTerminal(), '--output', file, '--yes', ...ALL.slice(0, 6))).toBe(EXIT.ok);
  expect(loadConfig({ file, environment: {}, flags: {} })).toMatchObject({
    repositoryIdentifier: 'letters.example.org',
    port: 3000,
  });
});

test('where nobody is there, it says what to give; what was given wrong is told with it', async () => {
  const terminal = new TestTerminal();
  const file = newFile();
  expect(await run(terminal, '--output', file, '--email', 'nonsense')).toBe(EXIT.usage);
  expect(terminal.errors).toContain('--email: "nonsense" will not do; write plain addresses');
  expect(terminal.errors).toContain(
    'Nobody is there to be asked: give --name, --base-url, --domain, --database, --port.',
  );
  expect(existsSync(file)).toBe(false);
});

test('a file that exists is not overwritten without asking', async () => {
  const file = newFile();
  writeFileSync(file, 'port: 4000\n');
  const nobody = new TestTerminal();
  expect(await run(nobody, '--output', file, ...ALL)).toBe(EXIT.failed);
  expect(nobody.errors).toContain('is not overwritten without asking');
  const careful = new TestTerminal();
  careful.answer = false;
  expect(await run(careful, '--output', file, ...ALL)).toBe(EXIT.ok);
  expect(careful.errors).toContain('Nothing was written.');
  expect(await run(new TestTerminal(), '--output', file, '--yes', ...ALL)).toBe(EXIT.failed);
  expect(readFileSync(file, 'utf8')).toBe('port: 4000\n');
  const bold = new TestTerminal();
  bold.answer = true;
  expect(await run(bold, '--output', file, ...ALL)).toBe(EXIT.ok);
  expect(readFileSync(file, 'utf8')).toContain('port: 3100');
});

test('a folder that is not there is told', async () => {
  const terminal = new TestTerminal();
  expect(await run(terminal, '--output', join(folder, 'nowhere', 'x.yaml'), ...ALL)).toBe(EXIT.failed);
  expect(terminal.errors).toContain('cannot be written (ENOENT)');
});

/** A terminal that is none: `script` of util-linux gives the program one. */
const hasScript = spawnSync('script', ['--version']).status === 0;

(hasScript ? test : test.skip)(
  'on a terminal',
  async () => {
    const file = newFile();
    const words = `${process.execPath} --no-warnings ${MAIN} init --output ${file}`;
    const child = spawn('script', ['-qfec', words, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, TERM: 'xterm' },
    });
    let seen = '';
    const answers: [RegExp, string][] = [
      [/Name of the repository/, 'Letters\r'],
      [/Address that harvesters/, 'https://letters.example.org/oai\r'],
      [/E-mail address/, 'post@letters.example.org\r'],
      [/domain name/, '\r'],
      [/The store/, '\r'],
      [/Port to listen on/, '\r'],
    ];
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const [next] = answers;
      if (next === undefined || !next[0].test(seen)) return;
      answers.shift();
      seen = '';
      child.stdin.write(next[1]);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, left: answers.length, seen }).toEqual({
      code: 0,
      left: 0,
      seen: expect.stringContaining('What comes next'),
    });
    expect(loadConfig({ file, environment: {}, flags: {} })).toMatchObject({
      repositoryIdentifier: 'letters.example.org',
    });
  },
  60_000,
);

(hasScript ? test : test.skip)(
  'Ctrl+C on a terminal writes nothing',
  async () => {
    const file = newFile();
    const words = `${process.execPath} --no-warnings ${MAIN} init --output ${file}`;
    const child = spawn('script', ['-qfec', words, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, TERM: 'xterm' },
    });
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const had = /Name of/.test(seen);
      seen += chunk.toString();
      if (!had && /Name of/.test(seen)) child.stdin.write('\x03');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, seen }).toEqual({ code: EXIT.failed, seen: expect.stringContaining('Stopped.') });
    expect(existsSync(file)).toBe(false);
  },
  60_000,
);
