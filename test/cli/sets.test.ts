import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { formatDatestamp } from '../../src/oai/datestamp.ts';
import { backDoor } from '../support/back-door.ts';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';
import { harvest } from '../support/harvester.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const BASE_URL = 'https://test.example.org/oai';
let number = 0;

/** A folder with a config file and a store, commands on them, and a harvester of what they serve. */
async function workshop() {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const database = await backDoor.fresh();
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const config = join(here, 'oai-pmh.yaml');
  const configure = (yaml: string) =>
    writeFileSync(
      config,
      `database: ${database}\nrepositoryIdentifier: test.example.org\nbaseUrl: ${BASE_URL}\nformats: [oai_dc]\n${yaml}`,
    );
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({}, clock);
    clock.tick(10);
    const exitCode = await runCommandLine([...words, '--config', config], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const lines = (...entries: object[]) => {
    writeFileSync(join(here, 'lines.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    return run('import', join(here, 'lines.jsonl'));
  };

  /** Serves, and reads lists as a harvester does, each answer judged. */
  async function served<T>(work: (list: ReturnType<typeof lister>) => Promise<T>): Promise<T> {
    const terminal = new TestTerminal({ PORT: '0', LOG_LEVEL: 'error' }, clock);
    const ended = runCommandLine(['serve', '--config', config], terminal);
    let over = false;
    void ended.then(() => {
      over = true;
    });
    let port: string | undefined;
    while (port === undefined && !over) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      port = /listening on port (\d+)/.exec(terminal.output)?.[1];
    }
    if (port === undefined) throw new Error(`serve did not start: ${terminal.errors}`);
    try {
      return await work(lister(port));
    } finally {
      terminal.interrupt();
      await ended;
    }
  }

  const records = (selection: Record<string, string> = {}) =>
    served(async (list) => {
      const { headers } = await list('ListIdentifiers', { metadataPrefix: 'oai_dc', ...selection });
      return Object.fromEntries(
        headers.map(({ identifier, deleted, datestamp, setSpecs }) => [
          `${deleted ? '-' : ''}${identifier.replace('oai:test.example.org:', '')}`,
          { datestamp, setSpecs },
        ]),
      );
    });
  const sets = () =>
    served(async (list) => {
      const all = (await list('ListSets', {})).sets;
      return all.map(({ setSpec, setName }) => `${setSpec} = ${setName}`);
    });
  return { here, clock, configure, run, lines, served, records, sets };
}

function lister(port: string) {
  return (verb: 'ListIdentifiers' | 'ListRecords' | 'ListSets', requestArguments: Record<string, string>) =>
    harvest({
      fetch: async (query) => {
        const response = await fetch(`http://127.0.0.1:${port}/oai?${query}`, {
          headers: { 'Accept-Encoding': 'identity' },
        });
        return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
      },
      verb,
      arguments: requestArguments,
      baseUrl: BASE_URL,
      quiet: true,
    });
}

const article = (identifier: string, more: object = {}) => ({
  identifier,
  titles: [{ text: `Title ${identifier}` }],
  ...more,
});
const KIYI = { host: { titles: [{ text: 'Kıyı Defterleri' }], issns: ['1234-5679'] }, languages: ['tur'] };
const SUMA = { host: { titles: [{ text: 'Šuma i đurđevak' }] }, languages: ['srp'] };

const SETS = `
sets:
  journal:
    name: Journals
    description: One set for each journal & its articles
    each: journal
    names: { suma-i-djurdjevak: Forest }
  lang: { each: language }
  reviews: { name: Reviews, where: { type: review } }
  best:of: { name: The best, items: [a2, a5] }
  openaire: { name: OpenAIRE }
`;
const FIVE = [
  article('a1', { ...KIYI, type: 'review' }),
  article('a2', { ...KIYI, access: { status: 'open' }, sets: ['own'] }),
  article('a3', { ...SUMA, type: 'article', dates: [{ kind: 'issued', date: '2019' }] }),
  article('a4', { funding: [{ funder: 'EC', award: '1' }] }),
  article('a5', { ...SUMA, type: 'review', dates: [{ kind: 'issued', date: '2020' }] }),
];

test('SET-16 SET-19 sets that are declared hold what their rules say, with names and descriptions', async () => {
  const { configure, lines, records, served } = await workshop();
  configure(SETS);
  await lines(...FIVE);
  const listed = await served(async (list) => (await list('ListSets', {})).sets);
  expect(listed.map(({ setSpec, setName }) => `${setSpec} = ${setName}`)).toEqual([
    'best = best',
    'best:of = The best',
    'journal = Journals',
    'journal:kiyi-defterleri = Kıyı Defterleri',
    'journal:suma-i-djurdjevak = Forest',
    'lang = lang',
    'lang:sr = Serbian',
    'lang:tr = Turkish',
    'openaire = OpenAIRE',
    'own = own',
    'reviews = Reviews',
  ]);
  const [description] = listed.find(({ setSpec }) => setSpec === 'journal')?.setDescriptions ?? [];
  expect(description).toContain('<dc:description>One set for each journal &amp; its articles</dc:description>');
  expect(listed.filter(({ setDescriptions }) => setDescriptions.length > 0)).toHaveLength(1);
  const all = await records();
  expect(Object.fromEntries(Object.entries(all).map(([name, { setSpecs }]) => [name, setSpecs]))).toEqual({
    a1: ['journal:kiyi-defterleri', 'lang:tr', 'reviews'],
    a2: ['best:of', 'journal:kiyi-defterleri', 'lang:tr', 'openaire', 'own'],
    a3: ['journal:suma-i-djurdjevak', 'lang:sr'],
    a4: ['openaire'],
    a5: ['best:of', 'journal:suma-i-djurdjevak', 'lang:sr', 'reviews'],
  });
  expect(Object.keys(await records({ set: 'journal' }))).toEqual(['a1', 'a2', 'a3', 'a5']);
  expect(Object.keys(await records({ set: 'openaire' }))).toEqual(['a2', 'a4']);
});

test('a changed rule dates the records whose membership changed, and no others', async () => {
  const { configure, lines, records, run, sets, clock, here } = await workshop();
  configure(SETS);
  await lines(...FIVE, article('gone', { ...KIYI, type: 'review' }));
  await run('delete', 'gone');
  const before = await records();
  const setsBefore = await sets();
  clock.tick(3600);
  const from = formatDatestamp(clock.now(), 'seconds');
  configure(SETS.replace('type: review', 'year: 2019..2020').replace('[a2, a5]', '[a5, a4]'));

  const imported = await run('import', join(here, 'lines.jsonl'));
  expect(imported.errors).toContain('Changed since the store was filled: the sets. Run `oai-pmh render`');
  expect(imported.output).toContain('0 new, 0 changed, 5 unchanged');
  expect((await run('render', '--dry-run')).output).toContain('4 of 5 records get a new datestamp');
  expect((await run('render')).errors).toContain('run `oai-pmh render --yes`');
  expect(await sets()).toEqual(setsBefore);
  expect(await records()).toEqual(before);

  expect((await run('render', '--yes')).output).toContain('Items made anew: 4.');
  const after = await records();
  expect(await records({ from })).toEqual({ a1: after['a1'], a2: after['a2'], a3: after['a3'], a4: after['a4'] });
  expect(after['a5']).toEqual(before['a5']);
  expect(after['-gone']).toEqual(before['-gone']);
  expect(Object.keys(await records({ set: 'reviews' }))).toEqual(['a5', '-gone', 'a3']);
  expect(Object.keys(await records({ set: 'best', from }))).toEqual(['a4']);
  expect((await run('render', '--dry-run')).output).toContain('0 of 5 records get a new datestamp');
  expect(await sets()).toEqual(setsBefore);
});

test('a rule that goes takes its sets away unless a deleted record is in them; it comes back as it was', async () => {
  const { configure, lines, records, run, sets } = await workshop();
  configure(SETS);
  await lines(...FIVE, article('gone', { host: { titles: [{ text: 'Gone' }] } }));
  await run('delete', 'gone');
  const before = await sets();
  configure('');
  await run('render', '--yes');
  expect(await sets()).toEqual(['journal = Journals', 'journal:gone = Gone', 'own = own']);
  expect((await records())['a1']?.setSpecs).toEqual([]);
  configure(SETS.replace('names: { suma-i-djurdjevak: Forest }', ''));
  await lines(article('new', { host: { titles: [{ text: 'Suma, i djurdjevak!' }] } }));
  await run('render', '--yes');
  expect(await sets()).toEqual(
    [
      ...before.map((set) => set.replace('Forest', 'Šuma i đurđevak')),
      'journal:suma-i-djurdjevak-2 = Suma, i djurdjevak!',
    ].sort(),
  );
  expect((await records())['a3']?.setSpecs).toEqual(['journal:suma-i-djurdjevak', 'lang:sr']);
});

test('names of sets come from the config file, at once, and from nowhere else; they date no record', async () => {
  const { configure, lines, records, sets } = await workshop();
  configure(SETS);
  await lines(...FIVE, { setSpec: 'own', setName: 'Our own' });
  const before = await records();
  const named = SETS.replace('names: {', 'names: { kiyi-defterleri: Shore,').replace('Reviews', 'Book reviews');
  configure(named);
  const expected = ['journal:kiyi-defterleri = Shore', 'own = Our own', 'reviews = Book reviews'];
  expect(await sets()).toEqual(expect.arrayContaining(expected));
  const { errors } = await lines(
    { setSpec: 'reviews', setName: 'By a file' },
    { setSpec: 'journal:kiyi-defterleri', setName: 'By a file' },
    { setSpec: 'own', setName: 'By a file' },
  );
  expect(errors).toBe('');
  expect(await sets()).toEqual(expect.arrayContaining([...expected.toSpliced(1, 1), 'own = By a file']));
  expect(await records()).toEqual(before);
});

test('what is not to be seen yet has no set to be seen; when it is due, it has', async () => {
  const { configure, lines, records, run, sets, clock } = await workshop();
  configure('sets: { journal: { each: journal } }');
  await lines(article('secret', { ...KIYI, visibleFrom: '2026-02-01' }), article('a'));
  expect(await sets()).toEqual(['journal = journal']);
  clock.set('2026-02-01T00:00:01Z');
  await run('render', '--yes');
  expect(await sets()).toEqual(['journal = journal', 'journal:kiyi-defterleri = Kıyı Defterleri']);
  expect((await records())['secret']?.setSpecs).toEqual(['journal:kiyi-defterleri']);
});

test('a dry run leaves no set and no slug behind', async () => {
  const { configure, lines, run, sets, here } = await workshop();
  configure('');
  await lines(article('a', { sets: ['own'] }));
  writeFileSync(join(here, 'more.jsonl'), `${JSON.stringify(article('b', { keywords: [{ text: 'Su' }] }))}\n`);
  const source = `sources: { more: { files: more.jsonl } }\nsets: { keyword: { each: keyword }, empty: { name: Empty } }`;
  configure(source);
  expect((await run('sync', '--dry-run')).output).toContain('1 new');
  await run('render', '--dry-run');
  configure('');
  expect(await sets()).toEqual(['own = own']);
  configure(source);
  await lines(article('c', { keywords: [{ text: 'Şu' }] }));
  await run('sync');
  expect(await sets()).toEqual([
    'empty = Empty',
    'keyword = keyword',
    'keyword:su = Şu',
    'keyword:su-2 = Su',
    'own = own',
  ]);
});

test('an item with very many values is in a set for each, and a set has only what is in it', async () => {
  const { configure, lines, records, sets } = await workshop();
  configure('sets: { "a:keyword": { each: keyword } }');
  const keywords = Array.from({ length: 300 }, (_, index) => ({ text: `Keyword ${index}` }));
  await lines(article('many', { keywords }), article('one', { keywords: keywords.slice(0, 1) }));
  expect(await sets()).toHaveLength(302);
  expect((await records())['many']?.setSpecs).toHaveLength(300);
  expect(Object.keys(await records({ set: 'a:keyword:keyword-0' }))).toEqual(['many', 'one']);
  expect(Object.keys(await records({ set: 'a:keyword:keyword-299' }))).toEqual(['many']);
});

test('SET-18 status tells of sets that share the last part of their setSpec under different parents', async () => {
  const { configure, lines, run } = await workshop();
  configure('sets: { journal: { each: journal }, lang: { each: language } }');
  await lines(article('a', { ...KIYI, sets: ['a:b', 'a:c'] }));
  expect((await run('status')).output).not.toContain('share');
  await lines(article('b', { sets: ['country:tr', 'tr', 'c'] }));
  expect((await run('status')).output).toContain(
    'Sets share the last part of their setSpec: a:c, c (and 1 more such names). Some harvesters look at nothing else.\n',
  );
  expect(JSON.parse((await run('status', '--json')).output).repeatedSetNames).toEqual({
    c: ['a', ''],
    tr: ['country', 'lang', ''],
  });
});

test('a harvested record is in sets by rule as any other, beside those that it came with', async () => {
  const origin = await Endpoint.start({ clock: new TestClock('2025-01-01T00:00:00Z') });
  try {
    await putAt(origin, '2025-01-01T00:00:00Z', itemF('r1', { sets: ['theirs:a'], languages: ['tur'] }));
    const { configure, run, served, sets } = await workshop();
    configure('sets: { lang: { each: language }, y: { each: year }, theirs: { name: Theirs } }');
    const { errors } = await run('harvest', `http://127.0.0.1:${origin.port}/oai`, '--allow-private');
    expect(errors).toBe('');
    const { records } = await served((list) => list('ListRecords', { metadataPrefix: 'oai_dc' }));
    expect(records[0]).toMatchObject({ setSpecs: ['lang:tr', 'theirs:a', 'y:2021'] });
    expect(records[0]?.abouts[0]).toContain('altered="false"');
    expect(await sets()).toContain('theirs = Theirs');
  } finally {
    await origin.stop();
  }
});
