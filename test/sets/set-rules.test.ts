import type { Item } from '../../src/items/item.ts';
import type { SetDefinition, SetField, SetRule } from '../../src/sets/set-definition.ts';
import { SetRules } from '../../src/sets/set-rules.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { backDoor } from '../support/back-door.ts';

let database: string;
let store: Store;
beforeEach(async () => {
  database = await backDoor.fresh();
  store = await openStore(database, RECORD_LAYOUT, 0);
});
afterEach(() => store.close());

const define = (setSpec: string, rule: SetRule): SetDefinition => ({
  setSpec,
  setName: setSpec,
  names: {},
  description: undefined,
  rule,
});
const each = (setSpec: string, field: SetField) => define(setSpec, { kind: 'each', field });
const rules = (...definitions: SetDefinition[]) => new SetRules(definitions, 'test.example.org', store.sets);
const item = (more: Partial<Item>): Item => ({
  identifier: 'oai:test.example.org:1',
  titles: [{ text: 'X' }],
  ...more,
});
const article = (titles: string[], ...issns: string[]) =>
  item({ host: { titles: titles.map((text) => ({ text })), ...(issns.length > 0 ? { issns } : {}) } });

test('an item is in the sets of all rules that it fulfils', async () => {
  const all = rules(
    define('openaire', { kind: 'computed', set: 'openaire' }),
    define('picked', { kind: 'list', identifiers: ['1', 'oai:other.example.org:2'] }),
    define('collection:theses', { kind: 'where', condition: { fields: { type: ['*Thesis'] } } }),
    define('given', { kind: 'given' }),
    each('a:lang', 'language'),
  );
  const thesis = item({ type: 'masterThesis', languages: ['tur', 'srp'] });
  expect(await all.setsOf(thesis)).toEqual(['picked', 'collection:theses', 'a:lang:tr', 'a:lang:sr']);
  const other = { ...item({ access: { status: 'open' } }), identifier: 'oai:other.example.org:2' };
  expect(await all.setsOf(other)).toEqual(['openaire', 'picked']);
  expect(await all.setsOf({ ...other, identifier: 'oai:other.example.org:1' })).toEqual(['openaire']);
});

test('a journal keeps its set whichever of its ISSNs and titles an article names', async () => {
  const journals = rules(each('journal', 'journal'));
  const of = async (...args: Parameters<typeof article>) => (await journals.setsOf(article(...args)))[0];
  expect(await of(['Kıyı Defterleri', 'Coastal Notebooks'], '1234-5679', '2434-561X')).toBe('journal:kiyi-defterleri');
  expect(await of(['KIYI DEFTERLERİ'], '2434-561X')).toBe('journal:kiyi-defterleri');
  // It was renamed; its ISSN tells.
  expect(await of(['Shore Notebooks'], '1234-5679')).toBe('journal:kiyi-defterleri');
  // Nothing but a title, in any of its languages.
  expect(await of(['Coastal Notebooks', 'Kıyı Defterleri'])).toBe('journal:kiyi-defterleri');
});

test('journals that share nothing but the slug or a translated title are two', async () => {
  const journals = rules(each('journal', 'journal'));
  const of = async (...args: Parameters<typeof article>) => (await journals.setsOf(article(...args)))[0];
  expect(await of(['Sol', 'Journal of the Sun'], '1234-5679')).toBe('journal:sol');
  expect(await of(['Şol', 'Journal of the Sun'], '2434-561X')).toBe('journal:sol-2');
  expect(await of(['Sol 2'], '0000-0019')).toBe('journal:sol-2-2');
  expect(await of(['Sol'])).toBe('journal:sol');
});

test('what one article joined does not change what others have, in this process or the next', async () => {
  const before = rules(each('journal', 'journal'));
  const first = article(['Alpha'], '1234-5679');
  const second = article(['Beta'], '2434-561X');
  const both = article(['Alpha'], '1234-5679', '2434-561X');
  const seen = [];
  for (const one of [first, second, both, second, first]) seen.push(...(await before.setsOf(one)));
  expect(seen).toEqual(['journal:alpha', 'journal:beta', 'journal:alpha', 'journal:beta', 'journal:alpha']);
  const after = rules(each('journal', 'journal'));
  const again = [];
  for (const one of [both, second, first]) again.push(...(await after.setsOf(one)));
  expect(again).toEqual(['journal:alpha', 'journal:beta', 'journal:alpha']);
});

test('two processes that meet a value at once give it the same slug', async () => {
  const other = await openStore(database, RECORD_LAYOUT, 0);
  const here = rules(each('keyword', 'keyword'));
  const there = new SetRules([each('keyword', 'keyword')], 'test.example.org', other.sets);
  const keywords = item({ keywords: ['Su', 'Şu', 'su!', 'Taş'].map((text) => ({ text })) });
  const [one, two] = await Promise.all([here.setsOf(keywords), there.setsOf(keywords)]);
  expect(one).toEqual(['keyword:su', 'keyword:su-2', 'keyword:su-3', 'keyword:tas']);
  expect(two).toEqual(one);
  await other.close();
});

test('a dry run keeps no slug, and tells the one that a value has', async () => {
  const journals = rules(each('journal', 'journal'));
  expect(await journals.setsOf(article(['Foo!']), { dryRun: true })).toEqual(['journal:foo']);
  expect(await journals.setsOf(article(['Foo?']))).toEqual(['journal:foo']);
  expect(await journals.setsOf(article(['Foo!']), { dryRun: true })).toEqual(['journal:foo-2']);
  expect(await journals.setsOf(article(['Foo?']), { dryRun: true })).toEqual(['journal:foo']);
  expect(await journals.setsOf(article(['Foo.']))).toEqual(['journal:foo-2']);
});

test('no item is in a set for want of a value, and no registry is asked', async () => {
  const broken = { slugsFor: () => Promise.reject(new Error('asked')) };
  const all = new SetRules([each('journal', 'journal'), each('year', 'year')], 'test.example.org', broken);
  expect(await all.setsOf(item({}))).toEqual([]);
  await expect(all.setsOf(article(['X']))).rejects.toThrow('asked');
});
