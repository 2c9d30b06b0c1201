import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { ImportPrinter } from '../../src/cli/report-import.ts';
import {
  type Behaviour,
  header,
  identify,
  MisbehavingSource,
  page,
  says,
  send,
} from '../harvest/misbehaving-source.ts';
import { backDoor } from '../support/back-door.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const sources: MisbehavingSource[] = [];
afterEach(() => Promise.all(sources.splice(0).map((source) => source.stop())));

const record = (local: string, title = `Title ${local}`) =>
  `<record>${header(`oai:far.example.org:${local}`)}<metadata>` +
  '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">' +
  `<dc:title>${title}</dc:title></oai_dc:dc></metadata></record>`;

/** A source whose pages may change, and what runs commands on a store that harvests it. */
async function workshop(pages: Record<string, Behaviour | string>) {
  const source = await MisbehavingSource.start((response, query, request) => {
    if (query.get('verb') === 'Identify') return send(response, identify());
    const answer = pages[query.get('resumptionToken') ?? ''] ?? says(404);
    return typeof answer === 'string' ? send(response, answer) : answer(response, query, request);
  });
  sources.push(source);
  const environment = { OAI_DATABASE: await backDoor.fresh(), OAI_REPOSITORY_IDENTIFIER: 'copy.example.org' };
  const harvest = ['harvest', source.baseUrl, '--allow-private'];
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal(environment);
    const exitCode = await runCommandLine(words, terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  return { source, environment, harvest, run };
}

describe('a harvest that is told to end', () => {
  const waits: Behaviour = says(503, { 'Retry-After': '1000' });
  const hangs: Behaviour = (response) => void response.write(page([record('c')]).slice(0, 300));

  test.each([
    ['SIGTERM', 'in a page', hangs],
    ['SIGINT', 'in a page', hangs],
    ['SIGTERM', 'in a pause', waits],
  ] as const)(
    'by %s %s ends with a sentence, and the next one goes on at that page',
    async (signal, _, behaviour) => {
      const pages: Record<string, Behaviour | string> = {
        '': page([record('a'), record('b')], { token: 't1' }),
        t1: page([record('c')], { token: 't2' }),
        t2: behaviour,
      };
      const { source, environment, harvest, run } = await workshop(pages);
      const child = spawn(process.execPath, ['--no-warnings', MAIN, ...harvest], {
        env: { ...process.env, NODE_OPTIONS: '', ...environment },
      });
      let errors = '';
      child.stderr.on('data', (chunk) => {
        errors += String(chunk);
      });
      const isThere = () =>
        behaviour === waits ? errors.includes('waiting: ') : source.asked.at(-1)?.['resumptionToken'] === 't2';
      while (!isThere() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([1, null]);
      expect(errors).toMatch(/^Stopped\. Run it again to go on\.$/m);
      expect(errors).not.toMatch(/fault of the program|\n +at /);

      const before = source.asked.length;
      pages['t2'] = page([record('d'), record('e')]);
      expect((await run(...harvest)).output).toBe('2 new, 0 changed, 0 unchanged, 0 deleted, 0 refused.\n');
      expect(source.asked.slice(before)).toEqual([{ verb: 'ListRecords', resumptionToken: 't2' }]);
      const { output } = await run('export');
      for (const local of ['a', 'b', 'c', 'd', 'e']) expect(output).toContain(`Title ${local}`);
    },
    40_000,
  );
});

test('a record that stays broken is refused by name, its last good version stays, and all the rest comes', async () => {
  const pages = { '': page([record('a'), record('b'), record('c')]) };
  const { harvest, run } = await workshop(pages);
  expect((await run(...harvest)).output).toContain('3 new');
  pages[''] = page([record('a', 'Changed a'), record('b', 'Changed & b'), record('c', 'Changed\u000b c')]);
  const { exitCode, output, errors } = await run(...harvest);
  expect({ exitCode, output }).toEqual({
    exitCode: 3,
    output: '0 new, 2 changed, 0 unchanged, 0 deleted, 1 refused.\n',
  });
  expect(errors).toMatch(/^waiting: http:\S+ did not answer .* Asked again in 2 seconds$/m);
  expect(errors).toMatch(/^waiting: .* Asked again in 10 seconds$/m);
  expect(errors).toMatch(/^refused: .*oai:far\.example\.org:b: it is not well-formed XML/m);
  expect(errors).toMatch(/^note: .*page 1 malformed: .* U\+FFFD, in oai:far\.example\.org:c; .* 1 could not be read$/m);
  const items = (await run('export')).output;
  for (const title of ['Changed a', 'Title b', 'Changed\ufffd c']) expect(items).toContain(title);
  expect((await run('rejects', 'list')).output).toContain('oai:far.example.org:b');
}, 60_000);

test('a pause is told, however many notes there were', () => {
  const terminal = new TestTerminal();
  const printer = new ImportPrinter(terminal);
  for (let number = 1; number <= 30; number++) printer.message({ kind: 'note', path: 'x', text: `note ${number}` });
  printer.message({ kind: 'waiting', path: 'http://x/', text: 'http://x/ is busy: asked again in 5 seconds' });
  expect(terminal.errors).toMatch(/note 20\nwaiting: http:\/\/x\/ is busy: asked again in 5 seconds\n$/);
});
