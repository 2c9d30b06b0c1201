import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSets } from '../../src/config/sets.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const CONFIG = join(folder, 'oai-pmh.yaml');

function read(yaml: string) {
  const faults: string[] = [];
  const sets = readSets(parse(yaml), CONFIG, faults);
  return { sets, faults };
}

test('sets from a field, a rule, a list, a file, computed, and only named', () => {
  writeFileSync(join(folder, 'picked.txt'), '\ufeffa/1\r\n# the best ones\n\n  oai:x.example.org:2  \n');
  const { sets, faults } = read(`
journal:
  name: |
    All
    journals
  description: What we publish
  each: journal
  names: { kiyi: " Kıyı ", 1990: Nineties }
reviews: { where: { type: [review, "*Thesis"], year: 2010, not: { language: tr } } }
best:of: { items: [b/1, 17] }
picked: { file: picked.txt }
openaire: { name: OpenAIRE }
driver:
oa: { computed: openaire }
project: { name: A project }
`);
  expect(faults).toEqual([]);
  const rest = { description: undefined, names: {} };
  expect(sets).toEqual([
    {
      setSpec: 'journal',
      setName: 'All journals',
      description: 'What we publish',
      names: { kiyi: 'Kıyı', 1990: 'Nineties' },
      rule: { kind: 'each', field: 'journal' },
    },
    {
      ...rest,
      setSpec: 'reviews',
      setName: 'reviews',
      rule: {
        kind: 'where',
        condition: { fields: { type: ['review', '*Thesis'], year: ['2010'] }, not: { fields: { language: ['tr'] } } },
      },
    },
    { ...rest, setSpec: 'best:of', setName: 'best:of', rule: { kind: 'list', identifiers: ['b/1', '17'] } },
    {
      ...rest,
      setSpec: 'picked',
      setName: 'picked',
      rule: { kind: 'list', identifiers: ['a/1', 'oai:x.example.org:2'] },
    },
    { ...rest, setSpec: 'openaire', setName: 'OpenAIRE', rule: { kind: 'computed', set: 'openaire' } },
    { ...rest, setSpec: 'driver', setName: 'driver', rule: { kind: 'computed', set: 'driver' } },
    { ...rest, setSpec: 'oa', setName: 'oa', rule: { kind: 'computed', set: 'openaire' } },
    { ...rest, setSpec: 'project', setName: 'A project', rule: { kind: 'given' } },
  ]);
});

test('no sets are no sets', () => {
  expect(readSets(undefined, CONFIG, [])).toEqual([]);
  expect(readSets(null, CONFIG, [])).toEqual([]);
});

test.each<[string, ...string[]]>([
  ['[a, b]', 'sets must be a list of "setSpec:" with the settings of each set below it.'],
  ['a: text', 'sets: a: write "key: value" lines below it; the keys are name,'],
  ['a: { each: journal, nmae: x }', 'sets: a: there is no "nmae". There are name,'],
  ['a/b: { each: type }', 'sets: a/b: a setSpec is made of'],
  ['"a:": { each: type }', 'sets: a:: a setSpec is made of'],
  [`${'a'.repeat(131)}: { each: type }`, 'a setSpec has 130 characters at most here.'],
  ['a: { each: titel }', 'sets: a: each "titel" must be one of journal, issn,'],
  ['a: { each: [type, year] }', 'sets: a: each must be a text.'],
  ['a: { each: }', 'sets: a: nothing stands at "each".'],
  ['a: { where: }', 'sets: a: nothing stands at "where".'],
  ['a: { each: type, items: [1] }', 'sets: a: only one of each, where, items, file, computed can say what is in it.'],
  ['a: { where: {} }', 'sets: a: where: name a field and what it must be'],
  ['a: { where: { type: } }', 'sets: a: where: nothing stands at "type".', 'name a field'],
  ['a: { where: { typ: review } }', 'sets: a: where: there is no "typ".', 'name a field'],
  ['a: { where: { type: revew } }', 'sets: a: where: type "revew" matches nothing; write one of article,'],
  ['a: { where: { not: { year: 10-20 } } }', 'sets: a: where: not: year "10-20" matches nothing; write a year'],
  ['a: { where: { keyword: [{ x: 1 }] } }', 'sets: a: where: keyword must be a text or a list of texts.'],
  ['a: { file: nowhere.txt }', `sets: a: the file ${join(folder, 'nowhere.txt')} does not exist.`],
  ['a: { file: folder }', `sets: a: the file ${join(folder, 'folder')} cannot be read (EISDIR).`],
  ['a: { file: latin.txt }', `sets: a: the file ${join(folder, 'latin.txt')} is not in UTF-8.`],
  ['a: { computed: open }', 'sets: a: computed "open" must be one of openaire, driver.'],
  ['a: { names: { x: X } }', 'sets: a: names are for the sets that "each" makes.'],
  ['a: { each: type, names: { "x y": X } }', 'sets: a: names: "x y" is no last part of a setSpec'],
  ['a: { each: type, names: { "x:y": X } }', 'sets: a: names: "x:y" is no last part of a setSpec'],
  ['a: { each: type, names: [x] }', 'sets: a: names must be "key: text" lines.'],
  ['a: { name: "\\x03" }', 'sets: a: name has a control character in it.'],
  ['a: { description: "\\uD800" }', 'sets: a: description has a control character in it.'],
  ['a: { each: type, names: { x: "\\x03" } }', 'sets: a: names has a control character in it.'],
])('a mistake is told in words: %s', (yaml, ...expected) => {
  mkdirSync(join(folder, 'folder'), { recursive: true });
  writeFileSync(join(folder, 'latin.txt'), Buffer.from([0x61, 0xfe, 0x0a]));
  const { faults } = read(yaml);
  expect(faults).toHaveLength(expected.length);
  for (const [index, words] of expected.entries()) expect(faults[index]).toContain(words);
});
