import type { Endpoint } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { importText } from './import-text.ts';
import { refused } from './wire.ts';

const keep = keeper();
const NOW = '2026-03-01T10:00:00Z';

const ofSet = async (endpoint: Endpoint, set: string) =>
  names((await followQuietly(endpoint, `${LI}&set=${encodeURIComponent(set)}`)).headers);
const listed = async (endpoint: Endpoint) =>
  (await followQuietly(endpoint, 'verb=ListSets')).sets.map(({ setSpec }) => setSpec);

/** Imports lines of JSON as an operator does, and answers what was refused. */
const importLines = async (endpoint: Endpoint, ...lines: object[]) =>
  (await importText(endpoint, 'lines.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'))).refused;

describe('section 8, sets, of a repository that nobody changes', () => {
  let f: Endpoint;
  beforeAll(async () => {
    f = await keep(startFixtureF());
  });

  test('SET-04 a node gives the items of all its descendants, too', async () => {
    expect(await ofSet(f, 'journal')).toEqual(['r1', 'r2', 'r3', '-r4']);
    expect(await ofSet(f, 'journal:a')).toEqual(['r1', 'r2']);
    expect(await ofSet(f, 'lang')).toEqual(['r2']);
    const { records } = await followQuietly(f, `${LR}&set=journal`);
    expect(names(records)).toEqual(['r1', 'r2', 'r3', '-r4']);
  });

  test('SET-06 headers carry the minimal list, in all three verbs', async () => {
    const minimal = {
      r1: ['journal:a'],
      r2: ['journal:a', 'lang:tr'],
      r3: ['journal:b'],
      '-r4': ['journal:b'],
      r5: [],
    };
    for (const query of [LR, LI]) {
      const { headers } = await followQuietly(f, query);
      expect(Object.fromEntries(headers.map((header) => [names([header])[0], header.setSpecs]))).toEqual(minimal);
    }
    const { records } = await ask(f, `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('r2')}`);
    expect(records[0]?.setSpecs).toEqual(minimal.r2);
  });

  test('SET-07 each set has one setSpec and the name it was given', async () => {
    const { sets } = await ask(f, 'verb=ListSets');
    expect(sets.map(({ setSpec, setName }) => [setSpec, setName])).toEqual([
      ['journal', 'Journals'],
      ['journal:a', 'Journal A'],
      ['journal:b', 'Journal B'],
      ['journal:empty', 'A journal without articles'],
      ['lang', 'Languages'],
      ['lang:tr', 'Türkçe'],
    ]);
  });

  test('SET-09 every setSpec of a header is in ListSets', async () => {
    const known = new Set(await listed(f));
    for (const prefix of ['oai_dc', 'marc21', 'oai_datacite']) {
      const { headers } = await followQuietly(f, `verb=ListRecords&metadataPrefix=${prefix}`);
      const used = new Set(headers.flatMap(({ setSpecs }) => setSpecs));
      expect(used.size).toBe(3);
      expect([...used].filter((set) => !known.has(set))).toEqual([]);
    }
  });

  test('SET-10 an empty set is listed, and a list of it is noRecordsMatch', async () => {
    expect(await listed(f)).toContain('journal:empty');
    for (const query of [LR, LI]) await refused(f, `${query}&set=journal:empty`, 'noRecordsMatch');
  });

  test.each(['nosuch', 'journal:nosuch', 'journal:a:b', 'a'.repeat(250)])(
    'SET-11 a set that does not exist is noRecordsMatch: %s',
    async (set) => {
      for (const query of [LR, LI]) await refused(f, `${query}&set=${set}`, 'noRecordsMatch');
    },
  );

  test.each([
    'a//b',
    ':a',
    'a:',
    'a::b',
    'a b',
    '',
    ':',
    'a/b',
    'journal:ç',
    'a,b',
    'a;b',
    'a+b',
    'a\u000bb',
    'a<b',
    'a@b',
  ])('SET-12 a set value that is no setSpec is badArgument: %j', async (set) => {
    for (const query of [LR, LI]) {
      const { errors } = await refused(f, `${query}&set=${encodeURIComponent(set)}`, 'badArgument');
      expect(errors[0]?.text).toContain('set');
    }
  });

  test("SET-12 each character that a setSpec may hold is legal: A-Z a-z 0-9 - _ . ! ~ * ' ( )", async () => {
    const query = `${LI}&set=${encodeURIComponent("AZaz09-_.!~*'():x")}`;
    await refused(f, query, 'noRecordsMatch');
  });

  test('SET-14 a harvest without set returns the items in no set', async () => {
    for (const query of [LR, LI]) expect(names((await followQuietly(f, query)).headers)).toContain('r5');
    for (const set of await listed(f)) {
      if (set !== 'journal:empty') expect(await ofSet(f, set)).not.toContain('r5');
    }
  });

  test('SET-15 an item that matches twice is returned once', async () => {
    expect((await ofSet(f, 'journal')).filter((name) => name === 'r2')).toHaveLength(1);
  });

  test.each(['Journal', 'JOURNAL:A', 'journal:A', 'lang:TR'])('SET-17 sets are case-sensitive: %s', async (set) => {
    await refused(f, `${LR}&set=${set}`, 'noRecordsMatch');
  });
});

describe('section 8, sets, of a repository that changes', () => {
  let f: Endpoint;
  beforeEach(async () => {
    f = await keep(startFixtureF());
  });

  test.each(['a/b', 'a b', 'ça', 'a%20b', 'a:', ':a', 'a::b', '', 'a\u0003b', `a:${'b'.repeat(200)}`])(
    'SET-02 a set with an illegal setSpec is refused when it is made: %j',
    async (setSpec) => {
      const before = await listed(f);
      const refused = await importLines(
        f,
        { setSpec, setName: 'Illegal' },
        { identifier: 'x', titles: [{ text: 'X' }], sets: ['lang', setSpec] },
        { identifier: 'y', deleted: true, sets: [setSpec] },
      );
      expect(refused.map((text) => text[0])).toEqual(['1', '2', '3']);
      expect(await listed(f)).toEqual(before);
      expect(names((await followQuietly(f, LI)).headers)).not.toContain('x');
    },
  );

  test('SET-02 a legal one is made', async () => {
    const setSpec = "AZaz09-_.!~*'():x";
    expect(await importLines(f, { identifier: 'x', titles: [{ text: 'X' }], sets: [setSpec] })).toEqual([]);
    expect(await listed(f)).toContain(setSpec);
    expect(await ofSet(f, setSpec)).toEqual(['x']);
  });

  test('SET-03 a colon is hierarchy and nothing else: there is no flat set with one', async () => {
    await putAt(f, NOW, itemF('x', { sets: ['10.5555:1'] }));
    expect((await listed(f)).filter((set) => set.startsWith('10.'))).toEqual(['10.5555', '10.5555:1']);
    expect(await ofSet(f, '10.5555')).toEqual(['x']);
  });

  test('SET-05 what begins with the same letters is another set', async () => {
    await putAt(
      f,
      NOW,
      itemF('x', { sets: ['journalx'] }),
      itemF('y', { sets: ['journal-a'] }),
      itemF('z', { sets: ['journal:ab'] }),
    );
    expect(await ofSet(f, 'journal')).toEqual(['r1', 'r2', 'r3', '-r4', 'z']);
    expect(await ofSet(f, 'journal:a')).toEqual(['r1', 'r2']);
    expect(await ofSet(f, 'journalx')).toEqual(['x']);
    await refused(f, `${LR}&set=journa`, 'noRecordsMatch');
  });

  test('SET-06 an ancestor beside its descendant is left out, and the item is still found by it', async () => {
    await putAt(f, NOW, itemF('x', { sets: ['lang', 'lang:tr', 'journal'] }));
    const { headers } = await ask(f, `${LI}&from=${NOW}`);
    expect(headers[0]?.setSpecs).toEqual(['journal', 'lang:tr']);
    expect(await ofSet(f, 'lang')).toEqual(['r2', 'x']);
  });

  test('SET-07 the name of a set is cleaned as any text is, and a set without one is named by its setSpec', async () => {
    await importLines(f, { setSpec: 'odd', setName: 'A\u0003 <b>bold</b> &amp; e\u0301\ud800 name' });
    await putAt(f, NOW, itemF('x', { sets: ['unnamed'] }));
    const { sets } = await ask(f, 'verb=ListSets');
    const nameOf = (wanted: string) => sets.find(({ setSpec }) => setSpec === wanted)?.setName;
    expect(nameOf('odd')).toBe('A\ufffd bold & é\ufffd name');
    expect(nameOf('unnamed')).toBe('unnamed');
  });

  test('SET-08 every node that a setSpec names is listed itself', async () => {
    await putAt(f, NOW, itemF('x', { sets: ['a:b:c', 'a:d'] }));
    expect((await listed(f)).filter((set) => set.startsWith('a'))).toEqual(['a', 'a:b', 'a:b:c', 'a:d']);
    await f.store.write([{ kind: 'set', setSpec: 'p:q', setName: 'Q' }], () => 0);
    expect((await listed(f)).filter((set) => set.startsWith('p'))).toEqual(['p', 'p:q']);
  });

  test('SET-09 the sets that an item leaves and enters are listed', async () => {
    await putAt(f, NOW, itemF('r1', { sets: ['new:one'] }));
    expect(await listed(f)).toEqual(expect.arrayContaining(['new', 'new:one', 'journal:a']));
    expect(await ofSet(f, 'journal:a')).toEqual(['r2']);
    expect(await ofSet(f, 'new')).toEqual(['r1']);
  });
});

describe('section 8, a repository without sets', () => {
  let f: Endpoint;
  beforeAll(async () => {
    f = await keep(startFixtureF({ withoutSets: true }));
  });

  test('SET-01 answers everything but what asks for sets', async () => {
    const { headers } = await followQuietly(f, LR);
    expect(names(headers)).toEqual(['r1', 'r2', 'r3', '-r4', 'r5']);
    expect(headers.flatMap(({ setSpecs }) => setSpecs)).toEqual([]);
  });

  test.each(['verb=ListSets', `${LR}&set=x`, `${LI}&set=journal:a`])(
    'SET-13 says noSetHierarchy to %s',
    async (query) => {
      await refused(f, query, 'noSetHierarchy');
    },
  );
});
