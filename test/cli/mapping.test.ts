import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { EXIT } from '../../src/fault.ts';
import { parseMapping } from '../../src/ingest/csv/parse-mapping.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

const TABLE = 'Kayıt No;Yazar;Başlık;Yıl;Not\n1;Ayşe Yılmaz;Köy çeşmeleri;2021;tamam\n2;;Kuyular;2022;\n';

/** A folder with files, and a way to run commands on a store in it. */
function workshop(files: Readonly<Record<string, string | Uint8Array>>) {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(here, name), content);
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({
      OAI_DATABASE: join(here, 'store.sqlite'),
      OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
    });
    const exitCode = await runCommandLine(words, terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  return { run, at: (name: string) => join(here, name) };
}

describe('mapping draft', () => {
  test('prints a mapping, and makes no store', async () => {
    const { run, at } = workshop({ 'a.csv': TABLE });
    const { exitCode, output, errors } = await run('mapping', 'draft', at('a.csv'));
    expect({ exitCode, errors }).toEqual({ exitCode: EXIT.ok, errors: '' });
    expect(output).toMatch(/^# First mapping of a\.csv/);
    const { mapping } = parseMapping(output);
    expect([...(mapping?.columns.keys() ?? [])]).toEqual(['Kayıt No', 'Yazar', 'Başlık', 'Yıl']);
    expect(output).toContain('  - Not  # "tamam"\n');
    expect(existsSync(at('store.sqlite'))).toBe(false);
  });

  test('writes it beside the table, where the import takes it up: nothing changes by it', async () => {
    const { run, at } = workshop({ 'a.csv': TABLE });
    const first = await run('import', at('a.csv'));
    expect(first).toMatchObject({ exitCode: EXIT.ok, output: expect.stringMatching(/^2 new/) });
    expect(first.errors).toContain('a.csv:1: a column is left out: “Not”');
    const drafted = await run('mapping', 'draft', at('a.csv'), '--output', at('a.mapping.yaml'));
    expect(drafted).toEqual({
      exitCode: EXIT.ok,
      output: '',
      errors: `${at('a.mapping.yaml')} written. Check every line, then import ${at('a.csv')}.\n`,
    });
    const second = await run('import', at('.'));
    expect(second).toMatchObject({ output: expect.stringMatching(/^0 new, 0 changed, 2 unchanged/) });
    writeFileSync(
      at('a.mapping.yaml'),
      readFileSync(at('a.mapping.yaml'), 'utf8').replace('Başlık: title', 'Başlık: title.tr'),
    );
    expect((await run('import', at('a.csv'))).output).toMatch(/^0 new, 2 changed/);
  });

  test('never writes over a file, and says where a mapping must stand', async () => {
    const { run, at } = workshop({ 'a.csv': TABLE, 'a.mapping.yaml': 'mine' });
    const { exitCode, errors } = await run('mapping', 'draft', at('a.csv'), '--output', at('a.mapping.yaml'));
    expect(exitCode).toBe(EXIT.failed);
    expect(errors).toMatch(/a\.mapping\.yaml is there already\. Remove it, or name another file\.\n$/);
    expect(readFileSync(at('a.mapping.yaml'), 'utf8')).toBe('mine');
    const elsewhere = await run('mapping', 'draft', at('a.csv'), '--output', at('b.yaml'));
    expect(elsewhere.errors).toContain(`keep it as ${at('a.mapping.yaml')}.`);
    const nowhere = await run('mapping', 'draft', at('a.csv'), '--output', at('no/such/folder.yaml'));
    expect(nowhere).toMatchObject({
      exitCode: EXIT.failed,
      errors: expect.stringMatching(/cannot be written \(ENOENT\)/),
    });
  });

  test('says what is missing when nobody can tell from the names', async () => {
    const { run, at } = workshop({ 'a.csv': 'foo,bar\n1,One\n2,Two\n' });
    const { exitCode, output, errors } = await run('mapping', 'draft', at('a.csv'));
    expect(exitCode).toBe(EXIT.refusals);
    expect(output).toContain('  - foo  # "1", "2"\n  - bar  # "One", "Two"\n');
    expect(errors).toBe(
      'Not ready: no column looks like an identifier. Say which one it is.\nNot ready: no column looks like a title. Say which one it is.\n',
    );
    const refused = await run('import', at('a.csv'));
    expect(refused.exitCode).toBe(EXIT.refusals);
    expect(refused.errors).toContain('Write a mapping: `oai-pmh mapping draft` begins one, keep it as a.mapping.yaml.');
  });

  test('reads the encoding that is said', async () => {
    const table = fileURLToPath(new URL('../../fixtures/import/csv/windows-1254.csv', import.meta.url));
    const { run } = workshop({});
    const { output } = await run('mapping', 'draft', table, '--encoding', 'windows-1254');
    expect(output).toContain('  İngilizce Başlık: title.en\n');
    expect((await run('mapping', 'draft', table)).errors).toContain('not valid UTF-8');
    expect(await run('mapping', 'draft', table, '--encoding', 'martian')).toMatchObject({ exitCode: EXIT.usage });
  });

  test.each([
    [['mapping', 'draft'], EXIT.usage, /missing required argument/],
    [['mapping', 'draft', '/no/such/file.csv'], EXIT.failed, /There is no file/],
    [['mapping', 'draft', '.'], EXIT.failed, /cannot be read/],
    [['mapping', 'dance'], EXIT.usage, /unknown command/],
  ])('%j fails with a sentence', async (words, exitCode, message) => {
    const { run } = workshop({});
    const result = await run(...words);
    expect(result).toMatchObject({ exitCode, errors: expect.stringMatching(message) });
    expect(result.errors).not.toMatch(/\n\s+at /);
  });
});
