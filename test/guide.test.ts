import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckReport } from '../src/check/check-report.ts';
import { runCommandLine } from '../src/cli/command-line.ts';
import { SETTINGS } from '../src/config/settings.ts';
import { serveProcess } from './support/serve-process.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { TestTerminal } from './support/test-terminal.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(PROJECT, 'src/cli/main.ts');
const GUIDE = readFileSync(join(PROJECT, 'docs/guide.md'), 'utf8');
const blocks = (language: string) =>
  [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
const folder = temporaryFolder();
/** Of this process, without settings of the program. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !SETTINGS.some((setting) => setting.environment === name)),
);

/** Types a line of the guide, in the folder of the guide unless another one is given. */
function type(line: string, cwd = folder): Promise<{ exitCode: number; output: string }> {
  const [, ...words] = line.split(' ');
  return new Promise((resolve) => {
    execFile(process.execPath, ['--no-warnings', MAIN, ...words], { cwd, env: environment }, (error, stdout, stderr) =>
      resolve({ exitCode: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

describe('docs/guide.md, step by step', () => {
  const [questions = '', first = '', refused = '', again = ''] = blocks('text');

  test('init asks what is shown', async () => {
    const terminal = new TestTerminal();
    const shown = questions.trim().split('\n');
    terminal.ask = async ({ text, suggestion }) => {
      const line = shown.shift() ?? '';
      expect(line.startsWith(`? ${text} `)).toBe(true);
      const answer = line.slice(`? ${text} `.length);
      if (suggestion !== undefined) expect(answer).toBe(suggestion);
      return answer;
    };
    expect(await runCommandLine(['init', '--output', join(folder, 'oai-pmh.yaml')], terminal)).toBe(0);
    expect(shown).toEqual([]);
  });

  test('the table is taken in, the refusal is shown, and its mending too', async () => {
    const table = blocks('csv')[0] ?? '';
    mkdirSync(join(folder, 'records'));
    writeFileSync(join(folder, 'records/letters.csv'), table);
    const begun = await type('oai-pmh import records');
    expect(begun).toMatchObject({ exitCode: 3, output: expect.stringContaining(first.trim()) });
    for (const part of refused.trim().split('  '))
      expect((await type('oai-pmh rejects list')).output).toContain(part.trim());
    writeFileSync(join(folder, 'records/letters.csv'), table.replace('letters/3,,', 'letters/3,A note on chairs,'));
    expect((await type('oai-pmh import records')).output).toContain(again.trim());
  });

  test('an import in another folder says that it goes into the demo store, and where to go instead', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const { output } = await type('oai-pmh import ../records', elsewhere);
    expect(output).toContain('into the demo store db/demo.sqlite');
    expect(output).toContain('Go to the folder of your oai-pmh.yaml');
  });

  test('no aggregator would refuse the records, and what they grumble at is said', async () => {
    const { exitCode, output } = await type('oai-pmh check-records');
    expect([exitCode, output]).toEqual([0, expect.stringContaining('openaire4')]);
  });

  test('the endpoint is as the checker wants it, but for its address; then one can register', async () => {
    const server = await serveProcess({ ...(environment as Record<string, string>), PORT: '0' }, folder);
    try {
      const { port } = server;
      const { output } = await type(`oai-pmh check http://localhost:${port}/oai --format json --delay 0`);
      const report = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) as CheckReport;
      const errors = report.faults.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
      expect(new Set(errors)).toEqual(new Set(['IDF-02']));
      const page = await fetch(`http://localhost:${port}/items/letters/1`);
      expect(await page.text()).toContain('La lampe des archives');
    } finally {
      await server.stop();
    }
    expect((await type('oai-pmh register')).output).toMatch(/Letters of Example College.*BASE.*OpenAIRE.*CORE/s);
  }, 120_000);
});
