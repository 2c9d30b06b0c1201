import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { runCommandLine } from '../src/cli/command-line.ts';
import { loadConfig } from '../src/config/config.ts';
import { SETTINGS } from '../src/config/settings.ts';
import { EXIT } from '../src/fault.ts';
import { importFormats } from '../src/ingest/index.ts';
import { SET_FIELDS } from '../src/sets/set-definition.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { TestTerminal } from './support/test-terminal.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownBelow('docs')];
const README = read('README.md');
const TOUR = read('docs/tour.md');
const REFERENCE = read('docs/reference.md');
const folder = temporaryFolder();
/** Where no config file stands. */
const demoFolder = temporaryFolder();

/** The flags and options that every command has, or that stand in the settings table. */
const COMMON = new Set(['--help', '--config', ...SETTINGS.flatMap(({ flag }) => (flag === undefined ? [] : [flag]))]);

/** This process's environment without settings of the program. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !SETTINGS.some((setting) => setting.environment === name)),
);

describe('links in the documentation', () => {
  test.each(PAGES)('%s leads nowhere in vain', (page) => {
    const targets = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = targets
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(PROJECT, file))) return true;
        return anchor !== undefined && !anchorsOf(file).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  test('architecture names every decision, and none is longer than 40 lines', () => {
    const decisions = readdirSync(join(PROJECT, 'docs/adr')).filter((name) => name.endsWith('.md'));
    expect(decisions.filter((name) => !read('docs/architecture.md').includes(`adr/${name}`))).toEqual([]);
    expect(decisions.filter((name) => read(`docs/adr/${name}`).trimEnd().split('\n').length > 40)).toEqual([]);
  });
});

describe('the tables of the README and the reference', () => {
  test('hold every setting, as it is', () => {
    const rows = SETTINGS.map(({ environment, key, flag, default: fallback, defaultNote, meaning }) => {
      const note = defaultNote ?? '';
      const shown = fallback === undefined ? note : `\`${fallback}\`${note === '' ? '' : ` (${note})`}`;
      return [`\`${environment}\``, `\`${key}\``, flag === undefined ? '–' : `\`${flag}\``, shown, meaning];
    });
    expect(tableUnder('Environment', REFERENCE)).toEqual(rows);
  });

  test('hold every command, with its own options', async () => {
    const expected: [string, string[]][] = [];
    for (const name of await subcommands([])) {
      const parts = await subcommands([name]);
      const whole = parts.length === 0 ? [[name]] : parts.map((part) => [name, part]);
      for (const words of whole) expected.push([words.join(' '), await ownOptions(words)]);
    }
    const documented = tableUnder('Command', REFERENCE).map(([command = '', , options = '']): [string, string[]] => [
      command.replace(/ <.*>|`/g, ''),
      [...options.matchAll(/--[a-z-]+/g)].map(([option]) => option).sort(),
    ]);
    expect(documented.sort()).toEqual(expected.sort());
  });

  test('hold every exit code and every import format', () => {
    expect(tableUnder('Exit code', REFERENCE).map(([code]) => Number(code))).toEqual(Object.values(EXIT));
    expect(tableUnder('`--format`').map(([name]) => name)).toEqual(importFormats.map(({ name }) => `\`${name}\``));
  });
});

describe('what the README shows', () => {
  test('the config file is one', () => {
    const file = join(folder, 'oai-pmh.yaml');
    writeFileSync(file, block('yaml'));
    expect(loadConfig({ file, environment: {}, flags: {} })).toMatchObject({
      repositoryIdentifier: 'journals.example.org',
      adminEmails: ['oai@example.org', 'library@example.org'],
      landingUrl: 'https://journals.example.org/items/{id}',
    });
  });

  test.each(['docs/reference.md', 'docs/sets.md'])('the sets and descriptions of %s are a config file', (page) => {
    const file = join(folder, 'sets.yaml');
    writeFileSync(join(folder, 'best.txt'), 'letters/1\n');
    const shown = [...read(page).matchAll(/```yaml\n(sets:.*?)```/gs)].map(([, yaml = '']) => yaml);
    expect(shown).toHaveLength(1);
    writeFileSync(file, shown.join('\n'));
    expect(loadConfig({ file, environment: {}, flags: {} }).sets.map(({ setSpec }) => setSpec)).toContain('openaire');
  });

  test('the fields that sets can be made of', () => {
    const fields = [...read('docs/sets.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field);
    expect(fields.slice(-SET_FIELDS.length)).toEqual(SET_FIELDS);
  });

  test('the tour: each request still has the answer that is shown', async () => {
    const tour = [...TOUR.matchAll(/```sh\ncurl '[^?]+\?([^']+)'\n```\n+```xml\n(.*?)```/gs)];
    expect(tour.length).toBeGreaterThan(5);
    const words = [join(PROJECT, 'src/cli/main.ts'), 'serve', '--port', '0', '--page-size', '20'];
    const env = { ...environment, OAI_BASE_URL: 'http://localhost:3000/oai', LOG_LEVEL: 'error' };
    const server = spawn(process.execPath, ['--no-warnings', ...words], { cwd: demoFolder, env });
    try {
      const port = await listeningPort(server);
      let token = '';
      for (const [, query = '', shown = ''] of tour) {
        const response = await fetch(`http://127.0.0.1:${port}/oai?${query.replace('TOKEN', token)}`);
        const answer = comparable(await response.text());
        expectInOrder(answer, comparable(shown).split('…'), query);
        token = /<resumptionToken[^>]*>([^<]+)/.exec(answer)?.[1] ?? token;
      }
      expect(README).toContain(`imports ${/completeListSize="(\d+)"/.exec(TOUR)?.[1]} records`);
    } finally {
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    }
  });

  test('the library: its program runs', async () => {
    const { resolve } = createRequire(join(PROJECT, 'package.json'));
    const modules: Record<string, string> = {
      express: resolve('express'),
      pino: resolve('pino'),
      'oai-pmh-endpoint': join(PROJECT, 'src/index.ts'),
    };
    const program = block('js', read('docs/embedding.md'))
      .replace(/from '([^']+)'/g, (_, name: string) => `from '${pathToFileURL(modules[name] ?? name).href}'`)
      .replace('app.listen(8080);', "const server = app.listen(0, '127.0.0.1');")
      .concat(`server.on('listening', async () => {
  const { port } = server.address();
  const identify = { method: 'POST', body: new URLSearchParams({ verb: 'Identify' }) };
  process.stdout.write(await (await fetch('http://127.0.0.1:' + port + '/repository/oai', identify)).text());
  process.exit();
});`);
    writeFileSync(join(folder, 'library.mjs'), program);
    const run = promisify(execFile)(process.execPath, ['--no-warnings', 'library.mjs'], {
      cwd: folder,
      env: environment,
    });
    const { stdout } = await run;
    expect(stdout).toContain('<baseURL>https://journals.example.org/repository/oai</baseURL>');
    expect(stdout).toContain('<repositoryIdentifier>journals.example.org</repositoryIdentifier>');
  });
});

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

function markdownBelow(path: string): string[] {
  return readdirSync(join(PROJECT, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${path}/${name.replaceAll('\\', '/')}`)
    .sort();
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The cells of the table whose first column has this heading. */
function tableUnder(heading: string, page = README): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`)) + 2;
  expect(start).toBeGreaterThan(1);
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start, start + length).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** The first block of code in this language. */
function block(language: string, page = README): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
}

async function help(words: readonly string[]): Promise<string> {
  const terminal = new TestTerminal();
  expect(await runCommandLine([...words, '--help'], terminal)).toBe(0);
  return terminal.output;
}

async function subcommands(words: readonly string[]): Promise<string[]> {
  const [, list = ''] = (await help(words)).split('\nCommands:\n');
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
}

async function ownOptions(words: readonly string[]): Promise<string[]> {
  const options = [...(await help(words)).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);
  return options.filter((option) => !COMMON.has(option)).sort();
}

/** Without line breaks between elements, and with all times alike. */
function comparable(xml: string): string {
  return xml.replace(/>\s+</g, '><').replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME');
}

function expectInOrder(answer: string, pieces: readonly string[], query: string): void {
  let at = 0;
  for (const piece of pieces.map((text) => text.trim())) {
    const found = answer.indexOf(piece, at);
    if (found < 0)
      throw new Error(`The answer to ${query} does not hold, from character ${at} on:\n${piece}\n${answer}`);
    at = found + piece.length;
  }
}

async function listeningPort(server: ChildProcess): Promise<string> {
  let output = '';
  let errors = '';
  server.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  for await (const chunk of server.stdout ?? []) {
    output += String(chunk);
    const port = /listening on port (\d+)/.exec(output)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error(`the server ended: ${output}${errors}`);
}
