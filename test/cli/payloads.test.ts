import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { createCrosswalks } from '../../src/formats/index.ts';
import { offeredFormats } from '../../src/formats/offered-formats.ts';
import { backDoor } from '../support/back-door.ts';
import { Endpoint } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const NOTE = { metadataPrefix: 'note', schema: 'https://example.org/note.xsd', metadataNamespace: 'urn:note' };
const ADDED =
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:note https://example.org/note.xsd"';
const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:note" elementFormDefault="qualified">
  <xs:element name="note" type="xs:string"/></xs:schema>`;
let number = 0;

async function site(more = '') {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  writeFileSync(join(here, 'note.xsd'), XSD);
  const { metadataPrefix, schema, metadataNamespace } = NOTE;
  const database = await backDoor.fresh();
  writeFileSync(
    join(here, 'oai-pmh.yaml'),
    `database: ${database}\nrepositoryIdentifier: test.example.org\nbaseUrl: https://test.example.org/oai
formats: [oai_dc, { prefix: ${metadataPrefix}, schema: "${schema}", namespace: "${metadataNamespace}"${more} }]\n`,
  );
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({}, clock);
    const exitCode = await runCommandLine([...words, '--config', join(here, 'oai-pmh.yaml')], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const take = (...lines: object[]) => {
    clock.tick(60);
    writeFileSync(join(here, 'in.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    return run('import', join(here, 'in.jsonl'));
  };
  const served = async (prefix: string, ...locals: string[]) => {
    const formats = await offeredFormats(
      [
        { kind: 'builtIn', metadataPrefix: 'oai_dc' },
        { kind: 'passThrough', xsd: undefined, ...NOTE },
      ],
      createCrosswalks({ schemasUrl: 'https://test.example.org/schemas/' }),
    );
    const endpoint = await Endpoint.start({ clock, database, formats, identifier: 'test.example.org' });
    try {
      const answers: string[] = [];
      for (const local of locals) {
        const query = `verb=GetRecord&metadataPrefix=${prefix}&identifier=oai:test.example.org:${local}`;
        answers.push((await endpoint.get(query)).body.toString());
      }
      return answers;
    } finally {
      await endpoint.stop();
    }
  };
  return { take, run, served };
}

const line = (local: string, note?: unknown) => ({
  identifier: local,
  titles: [{ text: `Title ${local}` }],
  ...(note === undefined ? {} : { payloads: { note } }),
});
const metadata = (answer = '') => /<metadata>([\s\S]*)<\/metadata>/.exec(answer)?.[1];

test('a payload goes out as it came, completed with its schema where that is missing', async () => {
  const { take, served } = await site();
  const whole = `<note xmlns="urn:note"${ADDED}/>`;
  expect(
    await take(
      line('a', "<note\n xmlns = 'urn:note'><!-- <kept> --> <![CDATA[<&]]>&#169;\r\n</note >"),
      line('b', whole),
      line('c', '<n:note xmlns:n="urn:note" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'),
    ),
  ).toMatchObject({ exitCode: 0, errors: '' });
  expect((await served('note', 'a', 'b', 'c')).map(metadata)).toEqual([
    `<note${ADDED}\n xmlns = 'urn:note'><!-- <kept> --> <![CDATA[<&]]>&#169;\n</note >`,
    whole,
    '<n:note xsi:schemaLocation="urn:note https://example.org/note.xsd" xmlns:n="urn:note" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>',
  ]);
});

test.each([
  ['in another namespace', '<note xmlns="urn:other"/>', 'its root is in the namespace "urn:other"'],
  ['not well-formed', '<note xmlns="urn:note">', 'its note rendering cannot be served'],
  ['with a DOCTYPE', '<!DOCTYPE note><note xmlns="urn:note"/>', 'a DOCTYPE has no place in a payload'],
  ['against the schema', '<note xmlns="urn:note"><a/></note>', "Element '{urn:note}note'"],
  ['that is no text', 7, '"payloads" must be an object that gives XML texts by metadataPrefix'],
])('a payload %s refuses its record by name, even one that waits', async (_, xml, reason) => {
  const { take } = await site(', xsd: note.xsd');
  const { exitCode, errors, output } = await take(
    line('bad', xml),
    { ...line('later', xml), visibleFrom: '2030-01-01' },
    line('good', '<note xmlns="urn:note">x</note>'),
  );
  expect(errors).toContain('bad: ');
  expect(errors.split(reason)).toHaveLength(3);
  expect(output).toContain('1 new,');
  expect(exitCode).toBe(3);
});

test('a payload in a format that is not offered refuses its record', async () => {
  const { take } = await site();
  const { errors } = await take({ ...line('a'), payloads: { lido: '<lido xmlns="urn:l"/>' } });
  expect(errors).toContain('it has a payload in "lido", which is no metadata format of this repository');
});

test('without its payload a record becomes a tombstone in that format alone', async () => {
  const { take, served } = await site();
  await take(line('a', '<note xmlns="urn:note"/>'));
  expect((await take(line('a'))).output).toContain('1 changed');
  expect((await served('note', 'a'))[0]).toContain('<header status="deleted">');
  expect((await served('oai_dc', 'a'))[0]).toContain('Title a');
});

test('export and import give the same bytes', async () => {
  const one = await site();
  await one.take(line('a', '<note xmlns="urn:note">&#169; "x"</note>'), line('b'));
  const { output } = await one.run('export');
  const two = await site();
  await two.take(
    ...output
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as object),
  );
  expect((await two.run('export')).output).toBe(output);
  for (const prefix of ['note', 'oai_dc']) {
    expect((await two.served(prefix, 'a')).map(metadata)).toEqual((await one.served(prefix, 'a')).map(metadata));
  }
});

test('whatever is inside the root is served byte for byte', async () => {
  const bits = fc.constantFrom(
    'text ',
    '\n\t',
    '  ',
    '&amp;',
    '&#x1F600;',
    'é',
    '\u{1F600}',
    '<![CDATA[<&]] >]]>',
    '<!-- - <x> & -->',
    "<a b='\"'/>",
    '<a  b = "\'&lt;"\n></a >',
    '<n:a xmlns:n="urn:n" n:b=""/>',
    '<a xmlns=""/>',
    '"',
    "'",
    '>',
    '\u0085',
    '\u2028',
  );
  const insides = fc.sample(
    fc.array(bits, { maxLength: 12 }).map((parts) => parts.join('')),
    { numRuns: 200, seed: 7 },
  );
  const { take, served } = await site();
  const taken = await take(...insides.map((inside, n) => line(`i${n}`, `<note xmlns="urn:note">${inside}</note>`)));
  expect(taken).toMatchObject({ exitCode: 0, errors: '' });
  const answers = await served('note', ...insides.map((_, n) => `i${n}`));
  expect(answers.map(metadata)).toEqual(insides.map((inside) => `<note${ADDED} xmlns="urn:note">${inside}</note>`));
});
