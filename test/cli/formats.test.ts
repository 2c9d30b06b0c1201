import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

/** A store with one item under these formats, imported by the command line. */
async function site(formats: string, files: Readonly<Record<string, string>> = {}) {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
  writeFileSync(
    join(here, 'oai-pmh.yaml'),
    `database: ${await backDoor.fresh()}\nrepositoryIdentifier: test.example.org\nbaseUrl: https://test.example.org/oai\n${formats}\n`,
  );
  writeFileSync(join(here, 'items.jsonl'), '{"identifier":"one","titles":[{"text":"One & two"}]}');
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({}, new TestClock('2026-01-01T00:00:00Z'));
    const exitCode = await runCommandLine([...words, '--config', join(here, 'oai-pmh.yaml')], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors.replaceAll(here, '') };
  };
  const imported = await run('import', join(here, 'items.jsonl'));
  const served = async () => {
    const status = JSON.parse((await run('status', '--json')).output) as {
      formats: { metadataPrefix: string; records: number }[];
    };
    return Object.fromEntries(status.formats.map(({ metadataPrefix, records }) => [metadataPrefix, records]));
  };
  return { imported, served, run };
}

/** A module as a site would write it. */
const MODULE = ({
  prefix = 'notes',
  namespace = 'urn:example:notes',
  schema = 'https://example.org/notes.xsd',
  root = namespace,
  located = schema,
  before = '',
  inside = "item.titles[0].text.replace(/&/g, '&amp;').replace(/</g, '&lt;')",
}: Partial<
  Record<'prefix' | 'namespace' | 'schema' | 'root' | 'located' | 'before' | 'inside', string>
> = {}) => `${before}
export default {
  metadataPrefix: '${prefix}',
  schema: '${schema}',
  metadataNamespace: '${namespace}',
  version: 1,
  render(item) {
    return '<note xmlns="${root}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${root} ${located}">' +
      (${inside}) + '</note>';
  },
};
`;

describe('formats of the config file', () => {
  test('without a list all that are built in, with one those alone and in its order', async () => {
    expect(Object.keys(await (await site('')).served())).toEqual(expect.arrayContaining(['oai_dc', 'mods', 'marc21']));
    const { served, imported } = await site('formats: [mods, oai_dc]');
    expect(imported).toMatchObject({ exitCode: 0, errors: '' });
    expect(await served()).toEqual({ mods: 1, oai_dc: 1 });
  });

  test('a pass-through format has no records of items that brought nothing in it', async () => {
    const { served, imported } = await site(
      'formats: [oai_dc, { prefix: lido, schema: https://example.org/lido.xsd, namespace: http://www.lido-schema.org }]',
    );
    expect(imported).toMatchObject({ exitCode: 0, errors: '' });
    expect((await served())['lido'] ?? 0).toBe(0);
  });

  test('a module adds a format, in JavaScript or TypeScript', async () => {
    const typed = MODULE({ prefix: 'typed' }).replace(
      'render(item)',
      'render(item: { titles: { text: string }[] }): string',
    );
    const { served, imported } = await site('formats: [oai_dc, { module: notes.mjs }, { module: ./typed.ts }]', {
      'notes.mjs': MODULE(),
      'typed.ts': typed,
    });
    expect(imported).toMatchObject({ exitCode: 0, errors: '' });
    expect(await served()).toEqual({ oai_dc: 1, notes: 1, typed: 1 });
  });

  test('a module takes the place of oai_dc, if it keeps its address', async () => {
    const dc = {
      prefix: 'oai_dc',
      namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
      schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    };
    const { served, imported } = await site('formats: [{ module: dc.mjs }]', { 'dc.mjs': MODULE(dc) });
    expect(imported).toMatchObject({ exitCode: 0, errors: '' });
    expect(await served()).toEqual({ oai_dc: 1 });
    const wrong = await site('formats: [{ module: dc.mjs }]', { 'dc.mjs': MODULE({ prefix: 'oai_dc' }) });
    expect(wrong.imported.errors).toContain('The metadata format "oai_dc" must be offered, with the namespace http');
  });

  test.each([
    ['formats: [oai_dc, modz]', 'There is no built-in metadata format "modz". There are oai_dc, oai_qdc, mods'],
    ['formats: [mods]', 'The metadata format "oai_dc" must be offered, with the namespace'],
    ['formats: [oai_dc, mods, mods]', 'The metadata format "mods" is there twice.'],
    ['formats: oai_dc', 'formats must be a list, such as [oai_dc, marc21].'],
    ['formats: []', 'formats must be a list, such as [oai_dc, marc21].'],
    ['formats: [oai_dc, 7]', 'formats: number 2'],
    ['formats: [oai_dc, { prefix: lido }]', 'formats: number 2'],
    [
      'formats: [oai_dc, { prefix: lido, schema: lido.xsd, namespace: urn:lido }]',
      'schema "lido.xsd" must be an http(s) URL',
    ],
    ['formats: [oai_dc, { prefix: a b, schema: "https://x.org/a.xsd", namespace: urn:a }]', 'needs a prefix of A-Z'],
    ['formats: [oai_dc, { prefix: a, schema: "https://x.org/a.xsd", namespace: a }]', 'a namespace that is a URI'],
    [
      'formats: [oai_dc, { prefix: a, schema: "https://x.org/a.xsd", namespace: urn:a, xsd: no.xsd }]',
      'The schema /no.xsd cannot be used: ENOENT',
    ],
  ])('%s is told as a mistake', async (formats, message) => {
    const { imported } = await site(formats);
    expect(imported.errors).toContain(message);
    expect(imported).toMatchObject({ exitCode: 2, output: '' });
  });

  const cannotBeUsed = (what: string) => `The metadata format in /own.mjs cannot be used: ${what}.\n`;
  test.each([
    [
      'no default export',
      'export const a = 1;',
      cannotBeUsed(
        'its default export must be an object with metadataPrefix, schema and metadataNamespace (texts), version (a whole number) and the function render',
      ),
    ],
    [
      'a version that is none',
      MODULE().replace('version: 1', "version: '1'"),
      cannotBeUsed(
        'its default export must be an object with metadataPrefix, schema and metadataNamespace (texts), version (a whole number) and the function render',
      ),
    ],
    [
      'another namespace',
      MODULE({ root: 'urn:wrong' }),
      cannotBeUsed('it renders a root in the namespace "urn:wrong"'),
    ],
    [
      'no word of its schema',
      MODULE({ located: 'https://example.org/other.xsd' }),
      cannotBeUsed('its root has no xsi:schemaLocation with its schema'),
    ],
    [
      'other bytes the second time',
      MODULE({ before: 'let n = 0;', inside: 'String((n += 1))' }),
      cannotBeUsed('the same item gives other bytes the second time, so records would change every time'),
    ],
    [
      'an error',
      MODULE({ inside: 'item.agents[0].family' }),
      cannotBeUsed("a sample item cannot be rendered: Cannot read properties of undefined (reading '0')"),
    ],
    [
      'an error that is no Error',
      MODULE({ inside: "(() => { throw 'no luck'; })()" }),
      cannotBeUsed('a sample item cannot be rendered: no luck'),
    ],
    [
      'a promise',
      MODULE().replace('render(item)', 'async render(item)'),
      cannotBeUsed('render must return a text, or undefined'),
    ],
    [
      'what is not well-formed',
      MODULE({ inside: 'item.titles[0].text' }),
      /^The metadata format in \/own\.mjs cannot be used: a sample item cannot be rendered: [^\n]+[^.\n]\.\n$/,
    ],
    ['a syntax error', 'export default {', /^The metadata format \/own\.mjs cannot be loaded: .+\.\n$/],
  ])('a module with %s is refused in one sentence', async (_, text, message) => {
    const { imported } = await site('formats: [oai_dc, { module: own.mjs }]', { 'own.mjs': text });
    if (typeof message === 'string') expect(imported.errors).toBe(message);
    else expect(imported.errors).toMatch(message);
    expect(imported).toMatchObject({ exitCode: 2, output: '' });
  });

  test('a module that is not there is told by its path', async () => {
    const { imported } = await site('formats: [oai_dc, { module: own.mjs }]');
    expect(imported.errors).toMatch(/^The metadata format \/own\.mjs cannot be loaded: .+\.\n$/);
    expect(imported.exitCode).toBe(2);
  });
});
