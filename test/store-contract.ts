import type { Change, PageQuery, Store } from '../src/store/store.ts';
import { plainText } from './support/plain-text.ts';

/** What a suite gives the contract: a fresh, empty store each time, and another connection to the same one. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  openAgain(): Promise<Store>;
  dispose(): Promise<void>;
}

/** Longer than what an index of PostgreSQL holds, however it is compressed. */
const LONG = Array.from({ length: 5000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000))).join(
  '',
);

export const T0 = 1_600_000_000;

/** A layout that shows plainly what was joined. */
export const PLAIN_LAYOUT = {
  escapeIdentifier: (identifier: string) => identifier,
  recordOpen: '[',
  headerOpen: '+',
  deletedHeaderOpen: '-',
  afterIdentifier: '@',
  afterDatestamp: '',
  setOpen: ' #',
  setClose: '',
  headerClose: ' ',
  recordClose: ']',
  keptPlain: ['oai_dc'],
} as const;

const put = (identifier: string, body = 'b', sets: string[] = [], prefixes = ['oai_dc']): Change => ({
  kind: 'put',
  identifier,
  content: JSON.stringify({ identifier, body }),
  sets,
  bodies: new Map(prefixes.map((prefix) => [prefix, body])),
});

const remove = (identifier: string, by: 'hand' | 'source' = 'source'): Change => ({ kind: 'delete', identifier, by });

/** The one suite that every store passes. */
export function storeContract(name: string, make: () => StoreUnderTest): void {
  describe(`${name} keeps the store contract`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = make();
      store = await under.open();
    });
    afterEach(() => under.dispose());

    const write = (at: number, ...changes: Change[]) => store.write(changes, () => at);
    const page = async (query: Partial<PageQuery> & { selection?: PageQuery['selection'] } = {}) => {
      const read = await store.readPage({
        selection: { metadataPrefix: 'oai_dc' },
        limit: 100,
        maxBytes: 1_000_000,
        part: 'header',
        granularity: 'seconds',
        ...query,
      });
      return { ...read, text: plainText(read.pieces) };
    };
    const list = async (selection: Partial<PageQuery['selection']> = {}) =>
      (await page({ selection: { metadataPrefix: 'oai_dc', ...selection } })).text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/@.*?Z/, '').trim());

    test('what was done is noted, the newest first, also by two at once', async () => {
      expect(await store.acts.recent(10)).toEqual([]);
      const again = await under.openAgain();
      const [first, second] = await Promise.all(
        [store, again].map(({ acts }, index) =>
          acts.begin({ began: T0 + index, actor: 'ann@desk', command: `delete 'it''s \0 ${index}'` }),
        ),
      );
      expect(first).not.toBe(second);
      await store.acts.end(first ?? 0, { ended: T0 + 9, outcome: 'done' });
      const acts = await again.acts.recent(10);
      expect(acts.map(({ id }) => id)).toEqual([first ?? 0, second ?? 0].sort((a, b) => b - a));
      expect(acts.find(({ id }) => id === first)).toMatchObject({
        actor: 'ann@desk',
        began: T0,
        ended: T0 + 9,
        outcome: 'done',
      });
      expect(acts.find(({ id }) => id === second)).toMatchObject({ ended: undefined, outcome: undefined });
      expect(await store.acts.recent(1)).toHaveLength(1);
    });

    test('maintenance is noted, and seen by others', async () => {
      const again = await under.openAgain();
      expect((await again.readState()).maintenance).toBeUndefined();
      await store.noteMaintenance({ since: T0, retryAfter: 60 });
      expect((await again.readState()).maintenance).toEqual({ since: T0, retryAfter: 60 });
      await store.noteMaintenance(undefined);
      expect((await again.readState()).maintenance).toBeUndefined();
    });

    test('an empty store answers, and its earliest datestamp is when it was made', async () => {
      const state = await store.readState();
      expect(state).toMatchObject({ high: T0, earliest: T0, hasSets: false, repositoryIdentifier: undefined });
      expect(state.tokenKeys[0]).toHaveLength(32);
      expect(await page()).toMatchObject({ count: 0, more: false });
      expect(await store.readRecord('x', 'oai_dc', 'seconds')).toMatchObject({ found: 'noSuchItem' });
      expect(await store.readItemFormats('x')).toMatchObject({ known: false });
    });

    test('records come in the order of their commits, each change at the end', async () => {
      await write(T0, put('b'), put('a'));
      await write(T0 + 1, put('c'));
      expect(await list()).toEqual(['+b', '+a', '+c']);
      await write(T0 + 2, put('b', 'changed'));
      expect(await list()).toEqual(['+a', '+c', '+b']);
    });

    test('a page is joined in order, whole records or headers, in either granularity', async () => {
      await write(T0, put('a', 'A', ['x:y', 'z']), put('b', 'B'));
      const stamp = '2020-09-13T12:26:40Z';
      expect((await page({ part: 'record' })).text).toBe(`[+a@${stamp} #x:y #z A][+b@${stamp} B]`);
      expect((await page({ granularity: 'day' })).text).toBe('+a@2020-09-13 #x:y #z \n+b@2020-09-13 \n');
    });

    test('the same bytes and sets move no datestamp; other bytes or other sets do', async () => {
      expect(await write(T0, put('a', 'A', ['s']))).toEqual(['created']);
      expect(await write(T0 + 5, put('a', 'A', ['s']))).toEqual(['unchanged']);
      expect((await store.readState()).high).toBe(T0);
      expect(await write(T0 + 6, put('a', 'B', ['s']))).toEqual(['updated']);
      expect(await write(T0 + 7, put('a', 'B', ['t']))).toEqual(['updated']);
      expect(await list({ set: 's' })).toEqual([]);
      expect(await list({ set: 't' })).toEqual(['+a #t']);
    });

    test('datestamps never fall, whatever the clock does', async () => {
      await write(T0 + 100, put('a'));
      await write(T0 - 5000, put('b'));
      expect((await page()).text.match(/@[^ ]*/g)).toEqual(['@2020-09-13T12:28:20Z', '@2020-09-13T12:28:20Z']);
      expect((await store.readState()).high).toBe(T0 + 100);
    });

    test('a deletion is a row for ever, with its sets and the datestamp of the deletion', async () => {
      await write(T0, put('a', 'A', ['s']), put('b', 'B', ['s']));
      expect(await write(T0 + 9, remove('a'))).toEqual(['deleted']);
      expect(await write(T0 + 10, remove('a'))).toEqual(['unchanged']);
      expect(await list({ set: 's' })).toEqual(['+b #s', '-a #s']);
      expect(await list({ from: T0 + 9, until: T0 + 10 })).toEqual(['-a #s']);
      expect(await store.readRecord('a', 'oai_dc', 'day')).toMatchObject({ found: 'record' });
      expect((await store.readItemFormats('a')).metadataPrefixes).toEqual([]);
      expect(await write(T0 + 11, put('a', 'A', ['s']))).toEqual(['created']);
      expect(await list()).toEqual(['+b #s', '+a #s']);
    });

    test('what a person deleted stays deleted until it is undeleted, with its newest content', async () => {
      await write(T0, put('a', 'A'));
      await write(T0 + 1, remove('a', 'hand'));
      expect(await write(T0 + 2, put('a', 'B'), remove('a'))).toEqual(['withheld', 'unchanged']);
      expect(await list()).toEqual(['-a']);
      expect((await store.readItem('a'))?.content).toContain('"B"');
      expect(await write(T0 + 3, { ...put('a', 'B'), undelete: true } as Change)).toEqual(['created']);
      expect(await list()).toEqual(['+a']);
    });

    test('deleting what is unknown leaves a tombstone only where one is asked for', async () => {
      const tombstone = { metadataPrefix: 'oai_dc', sets: ['s:t'] };
      const outcomes = await write(T0, remove('a'), { ...remove('b'), tombstone } as Change);
      expect(outcomes).toEqual(['unknown', 'deleted']);
      expect(await list({ set: 's' })).toEqual(['-b #s:t']);
    });

    test('a format that an item loses becomes a tombstone in that format alone', async () => {
      await write(T0, put('a', 'A', [], ['oai_dc', 'marc21']));
      await write(T0 + 1, put('a', 'A', [], ['oai_dc']));
      expect(await list({ metadataPrefix: 'marc21' })).toEqual(['-a']);
      expect(await list()).toEqual(['+a']);
      expect((await store.readItemFormats('a')).metadataPrefixes).toEqual(['oai_dc']);
      expect(await store.readRecord('a', 'mods', 'seconds')).toMatchObject({ found: 'noSuchFormat' });
    });

    test('from is inclusive and until the first second that is not wanted', async () => {
      for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) await write(T0 + index * 10, put(id));
      expect(await list({ from: T0 + 10 })).toEqual(['+b', '+c', '+d']);
      expect(await list({ from: T0 + 11, until: T0 + 21 })).toEqual(['+c']);
      expect(await list({ until: T0 + 10 })).toEqual(['+a']);
      expect(await list({ until: T0 })).toEqual([]);
      expect(await list({ from: T0 + 31 })).toEqual([]);
    });

    test('sets hold their descendants, by segment, and are listed with their ancestors', async () => {
      await write(T0, put('a', 'A', ['j:x']), put('b', 'B', ['jj']), put('c', 'C', ['j']), {
        kind: 'set',
        setSpec: 'j:x',
        setName: 'The x',
      });
      expect(await list({ set: 'j' })).toEqual(['+a #j:x', '+c #j']);
      expect(await list({ set: 'nosuch' })).toEqual([]);
      const all = await store.readSets({ limit: 2, size: true });
      expect(all).toMatchObject({ more: true, size: 3 });
      expect(all.sets).toEqual([
        { setSpec: 'j', setName: 'j' },
        { setSpec: 'j:x', setName: 'The x' },
      ]);
      expect((await store.readSets({ after: 'j:x', limit: 2 })).sets.map(({ setSpec }) => setSpec)).toEqual(['jj']);
    });

    test('pages follow each other by place, without loss, and say how many there are', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => `i${index}`);
      await write(T0, ...ids.map((id) => put(id, 'b', ['s'])));
      for (const selection of [{ metadataPrefix: 'oai_dc' }, { metadataPrefix: 'oai_dc', set: 's' }]) {
        const seen: string[] = [];
        let after: number | undefined;
        for (;;) {
          const next = await page({ selection, limit: 10, ...(after === undefined ? { size: true } : { after }) });
          if (after === undefined) expect(next.size).toBe(25);
          seen.push(...next.text.matchAll(/\+(\w+)/g).map(([, id]) => id ?? ''));
          after = next.last;
          if (!next.more) break;
        }
        expect(seen).toEqual(ids);
      }
    });

    test('a page can end before a place, and can be the last record before it', async () => {
      await write(T0, put('a', 'A', ['s']), put('b'), put('c', 'C', ['s']));
      const { next } = await page({ limit: 1 });
      await write(T0, put('d', 'D', ['s']), put('b', 'B2'));
      const read = async (query: Parameters<typeof page>[0]) =>
        [...(await page(query)).text.matchAll(/\+(\w+)@/g)].map(([, id]) => id);
      expect(await read({ before: next })).toEqual(['a', 'c']);
      expect(await page({ before: next, limit: 2 })).toMatchObject({ count: 2, more: false });
      expect(await read({ before: next, tail: true })).toEqual(['c']);
      expect(await read({ tail: true })).toEqual(['b']);
      const selection = { metadataPrefix: 'oai_dc', set: 's' };
      expect(await read({ selection, before: next })).toEqual(['a', 'c']);
      expect(await read({ selection, tail: true })).toEqual(['d']);
      expect(await read({ selection: { ...selection, from: T0 + 1 }, tail: true })).toEqual([]);
    });

    test('a page ends before it grows too large, but always holds one record', async () => {
      await write(T0, put('a', 'x'.repeat(5000)), put('b', 'x'.repeat(5000)), put('c', 'x'));
      expect(await page({ part: 'record', maxBytes: 6000 })).toMatchObject({ count: 1, more: true });
      expect(await page({ part: 'record', maxBytes: 10 })).toMatchObject({ count: 1, more: true });
      expect(await page({ part: 'record', maxBytes: 20_000 })).toMatchObject({ count: 3, more: false });
    });

    test('list sizes stay exact through changes, deletions and moves between sets', async () => {
      await write(T0, put('a', 'A', ['s']), put('b', 'B', ['s:t']), put('c'));
      await write(T0 + 1, put('a', 'A', ['u']), remove('b'), put('c', 'C2', ['s']));
      const size = async (selection: object) =>
        (await page({ selection: { metadataPrefix: 'oai_dc', ...selection }, size: true })).size;
      expect([await size({}), await size({ set: 's' }), await size({ set: 'u' })]).toEqual([3, 2, 1]);
      expect(await size({ from: T0 + 1 })).toBe(3);
      expect((await store.counts()).formats).toEqual([{ metadataPrefix: 'oai_dc', records: 3, deleted: 1 }]);
    });

    test('what is not to be seen yet has no record until it is due', async () => {
      await write(T0, { ...put('a', 'A'), bodies: new Map(), visibleFrom: T0 + 50 } as Change);
      expect(await list()).toEqual([]);
      expect(await store.readItemFormats('a')).toMatchObject({ known: false });
      expect(await store.due(T0 + 49)).toEqual([]);
      expect((await store.due(T0 + 50)).map(({ identifier }) => identifier)).toEqual(['a']);
      await write(T0 + 50, put('a', 'A'));
      expect(await store.due(T0 + 50)).toEqual([]);
      expect(await list()).toEqual(['+a']);
    });

    test('a set that is named twice in one batch has the later name', async () => {
      const name = (setSpec: string, setName: string): Change => ({ kind: 'set', setSpec, setName });
      await write(
        T0,
        put('a', 'A', ['s']),
        name('s', 'one'),
        name('t', 'first'),
        name('s', 'two'),
        name('t', 'second'),
      );
      await write(T0, name('s', 'three'), name('s', 'four'));
      expect((await store.readSets({ limit: 9 })).sets).toEqual([
        { setSpec: 's', setName: 'four' },
        { setSpec: 't', setName: 'second' },
      ]);
    });

    test('a batch that fails leaves nothing behind', async () => {
      const broken = {
        kind: 'put',
        identifier: 'b',
        content: '{}',
        sets: [],
        bodies: new Map([['oai_dc', null]]),
      } as unknown as Change;
      await expect(write(T0 + 5, put('a'), broken)).rejects.toThrow();
      expect(await list()).toEqual([]);
      expect((await store.readState()).high).toBe(T0);
    });

    test('a batch may be larger than what is sent to a database at once', async () => {
      const large = (id: string) => put(id, `${id} ${'"x\\'.repeat(700_000)}`, [], ['oai_dc', 'other']);
      const changes = Array.from({ length: 7 }, (_, index) => large(`i${index}`));
      const all = (outcome: string) => changes.map(() => outcome);
      expect(await write(T0, ...changes)).toEqual(all('created'));
      expect(await write(T0 + 1, ...changes)).toEqual(all('unchanged'));
      const raw = (index: number) => `${index}${'"x\\'.repeat(300_000)}`;
      const rejects = changes.map((_, line) => ({
        ...{ source: 's', path: 'f', line, identifier: undefined },
        ...{ reason: 'r', raw: raw(line) },
      }));
      await store.quarantine.add(rejects, T0);
      const { pieces } = await page({ limit: 3, maxBytes: 50_000_000, part: 'record' });
      expect(plainText(pieces)).toContain(`i2 ${'"x\\'.repeat(700_000)}`);
      expect((await store.readItem('i6'))?.content === (changes[6] as { content: string }).content).toBe(true);
      for (const [index, { raw: kept }] of (await store.quarantine.list({ limit: 9 })).entries()) {
        expect(kept === raw(index)).toBe(true);
      }
    });

    test('the clock row is raised by readers and seen by other connections; it never falls', async () => {
      const other = await under.openAgain();
      await store.advanceClock(T0 + 40);
      expect((await other.readState()).high).toBe(T0 + 40);
      await other.advanceClock(T0 + 20);
      expect((await store.readState()).high).toBe(T0 + 40);
      await other.write([put('a')], () => T0 + 3);
      expect((await page()).text).toContain('@2020-09-13T12:27:20Z');
      await other.close();
    });

    test('the repository identifier can change only while there is no item', async () => {
      await store.claimIdentifier('one.example.org');
      await store.claimIdentifier('two.example.org');
      await write(T0, put('oai:two.example.org:a'));
      expect(await store.readState()).toMatchObject({
        repositoryIdentifier: 'two.example.org',
      });
      await expect(store.claimIdentifier('three.example.org')).rejects.toThrow(/cannot become three\.example\.org/);
    });

    test('what bodies are rendered with is noted only over the note that was expected', async () => {
      expect(await store.noteRendering('one', { before: undefined })).toBe(true);
      expect(await store.noteRendering('two', { before: undefined })).toBe(false);
      expect((await store.readState()).rendering).toBe('one');
      expect(await store.noteRendering('two', { before: 'one' })).toBe(true);
      expect(await store.noteRendering('three')).toBe(true);
      expect((await store.readState()).rendering).toBe('three');
    });

    test('how far rendering anew has come is noted until it is done', async () => {
      const progress = { rendering: 'new', after: 'oai:x:m' };
      await store.noteRenderingProgress(progress);
      expect((await store.readState()).renderingProgress).toEqual(progress);
      await store.noteRendering('new');
      expect((await store.readState()).renderingProgress).toBeUndefined();
    });

    test('what changes would come to is told by record, for the formats that are offered', async () => {
      await write(T0, put('a', 'b', ['s'], ['oai_dc', 'old']), put('b'), put('c'), put('d'));
      await write(T0, remove('d'));
      const changes = [
        put('a', 'b', ['s'], ['oai_dc', 'new']),
        put('b', 'other'),
        put('c', 'b', ['s']),
        put('d'),
        put('e'),
      ] as Extract<Change, { kind: 'put' }>[];
      expect(await store.compare(changes, ['oai_dc', 'new'])).toEqual({ changed: 2, added: 3, unchanged: 1 });
      expect(await store.compare(changes, ['old'])).toEqual({ changed: 1, added: 3, unchanged: 0 });
      expect(await list()).toHaveLength(4);
    });

    test('an item that was read to be rendered anew is not written over what happened since', async () => {
      await write(T0, put('a', 'one'), put('b', 'one'), put('c', 'one'), put('d', 'one'));
      const read = async (identifier: string) => {
        const basedOn = await store.readItem(identifier);
        if (!basedOn) throw new Error(`${identifier} is not there`);
        return { ...put(identifier, 'rendered'), content: basedOn.content ?? '', basedOn };
      };
      const late = [await read('a'), await read('b'), await read('c'), await read('d')];
      await write(T0 + 1, put('a', 'two'), remove('b'), remove('c', 'hand'));
      expect(await write(T0 + 2, ...late)).toEqual(['unchanged', 'unchanged', 'unchanged', 'updated']);
      const { text } = await page({ part: 'record' });
      expect(text.match(/[-+][a-d]@|one|two|rendered/g)).toEqual(['+a@', 'two', '-b@', '-c@', '+d@', 'rendered']);
    });

    test('an item whose content is the same can be left as it is, however it would be rendered', async () => {
      const other = (identifier: string, body: string, more: object = {}) => ({
        ...put(identifier, body),
        content: JSON.stringify({ identifier, body: 'one' }),
        onlyNewContent: true,
        ...more,
      });
      await write(T0, put('a', 'one'), put('b', 'one'), put('c', 'one'));
      await write(T0, remove('c'));
      const outcomes = await write(
        T0 + 1,
        other('a', 'rendered'),
        other('b', 'rendered', { content: '{"new":1}' }),
        other('c', 'rendered'),
        other('d', 'rendered'),
      );
      expect(outcomes).toEqual(['unchanged', 'updated', 'created', 'created']);
    });

    test('a rotated token key keeps the one before', async () => {
      const [first] = (await store.readState()).tokenKeys;
      await store.rotateTokenKey({ keepPrevious: true });
      const { tokenKeys } = await store.readState();
      expect(tokenKeys).toHaveLength(2);
      expect(tokenKeys[1]).toEqual(first);
      expect(tokenKeys[0]).not.toEqual(first);
      await store.rotateTokenKey({ keepPrevious: false });
      expect((await store.readState()).tokenKeys).toHaveLength(1);
    });

    test('all items can be walked in order of identifier', async () => {
      await write(T0, put('b', 'B', ['s']), put('a'), remove('b'));
      const items = [];
      for await (const item of store.items()) items.push(item);
      expect(items.map(({ identifier, deleted }) => [identifier, deleted])).toEqual([
        ['a', undefined],
        ['b', 'source'],
      ]);
    });

    describe('the source ledger', () => {
      test('lets one owner at a time run a source, until the lock runs out', async () => {
        const { sources } = store;
        expect(await sources.lock('s', 'one', T0, T0 + 100)).toMatchObject({ locked: true, run: { started: T0 } });
        expect(await sources.lock('s', 'two', T0 + 50, T0 + 150)).toMatchObject({
          locked: false,
          run: { lockOwner: 'one' },
        });
        expect(await sources.renew('s', 'two', T0 + 150)).toBe(false);
        expect(await sources.renew('s', 'one', T0 + 200)).toBe(true);
        expect(await sources.lock('s', 'two', T0 + 201, T0 + 300)).toMatchObject({ locked: true });
        await sources.release('s', 'one', { ended: T0 + 202, fault: 'too late to say' });
        await sources.saveState('s', { from: 'here' });
        await sources.release('s', 'two', { ended: T0 + 203, outcome: { created: 3 } });
        const [run] = await sources.runs();
        expect(run).toMatchObject({ name: 's', ended: T0 + 203, outcome: { created: 3 }, state: { from: 'here' } });
        expect(run?.lockOwner ?? run?.fault).toBeUndefined();
      });

      test('knows what a run has not seen, of its own source only', async () => {
        const mine = (identifier: string) => ({ ...put(identifier), source: 's' }) as Change;
        await write(T0, mine('a'), mine('b'), mine('c'), put('other'), mine('gone'));
        await write(T0, { ...remove('gone'), source: 's' } as Change);
        await store.sources.forgetSeen();
        const entries = [
          { identifier: 'a', seen: 'item', place: 'f:1' },
          { identifier: 'x', seen: 'item', place: 'f:2' },
          { identifier: 'a', seen: 'item', place: 'f:3' },
        ] as const;
        expect(await store.sources.markSeen(entries)).toEqual([undefined, undefined, 'f:1']);
        expect(await store.sources.countUnseen('s')).toEqual({ all: 3, unseen: 2 });
        expect(await store.sources.unseen('s', '', 10)).toEqual(['b', 'c']);
        expect(await store.sources.unseen('s', 'b', 10)).toEqual(['c']);
      });

      test('tells an item that repeats one; what was deleted or refused before is not repeated', async () => {
        const seen = (...what: ('item' | 'deletion' | 'refusal')[]) =>
          store.sources.markSeen(what.map((kind, index) => ({ identifier: 'a', seen: kind, place: `f:${index}` })));
        expect(await seen('refusal', 'item', 'refusal', 'item')).toEqual([undefined, undefined, undefined, 'f:1']);
        expect(await seen('deletion', 'deletion', 'item', 'item')).toEqual([undefined, undefined, undefined, 'f:2']);
        await store.sources.forgetSeen();
        expect(await seen('deletion', 'refusal', 'item')).toEqual([undefined, undefined, undefined]);
      });

      test('notes identifiers once that are stored as the same text', async () => {
        await store.sources.forgetSeen();
        const refused = (identifier: string) => ({ identifier, seen: 'refusal' as const, place: 'f:1' });
        const marks = [refused('oai:x:\ud800'), refused('oai:x:\ud801')];
        expect(await store.sources.markSeen(marks)).toEqual([undefined, undefined]);
      });

      test('counts the items of each source, gives them to another one, and strikes it off', async () => {
        const { sources, quarantine } = store;
        const mine = (identifier: string) => ({ ...put(identifier), source: 's' }) as Change;
        await write(T0, mine('a'), mine('b'), mine('c'), put('other'));
        await write(T0, { ...remove('c'), source: 's' } as Change);
        expect(await sources.itemCounts()).toEqual([
          { name: 'import', items: 1 },
          { name: 's', items: 2 },
        ]);
        expect(await sources.itemsOf('s', '', 2)).toEqual(['a', 'b']);
        expect(await sources.itemsOf('s', 'b', 2)).toEqual(['c']);
        const before = await list();
        await sources.handOver(['a', 'c', 'other', 'unknown'], 's', 't');
        expect(await list()).toEqual(before);
        expect([await sources.itemsOf('s', '', 9), await sources.itemsOf('t', '', 9)]).toEqual([['b'], ['a', 'c']]);
        expect((await store.readItem('other'))?.source).toBe('import');
        const reject = { source: 's', path: 'f', line: 1, identifier: undefined, reason: 'why', raw: undefined };
        await quarantine.add([reject, { ...reject, line: 2 }], T0);
        expect([await quarantine.handOver('s', 't', 1), await quarantine.handOver('s', 't', 9)]).toEqual([1, 1]);
        expect(await quarantine.clear('t')).toBe(2);
        await sources.lock('s', 'one', T0, T0 + 100);
        await sources.strike('s', 'two');
        expect(await sources.runs()).toHaveLength(1);
        await sources.strike('s', 'one');
        expect(await sources.runs()).toEqual([]);
      });

      test('what only a dry run locked leaves nothing behind', async () => {
        const { sources } = store;
        await sources.lock('dry', 'one', T0, T0 + 100, { dryRun: true });
        await sources.release('dry', 'two', undefined);
        expect(await sources.runs()).toHaveLength(1);
        await sources.release('dry', 'one', undefined);
        expect(await sources.runs()).toEqual([]);
      });

      test('an item belongs to its source; what nobody owns may be adopted; a person may change everything', async () => {
        await write(T0, { ...put('a'), source: 'one' } as Change, put('b'));
        const outcomes = await write(
          T0,
          { ...put('a', 'stolen'), source: 'two' } as Change,
          { ...remove('a'), source: 'two' } as Change,
          { ...put('b'), source: 'two' } as Change,
          remove('a', 'hand'),
        );
        expect(outcomes).toEqual(['foreign', 'foreign', 'unchanged', 'deleted']);
        expect((await store.readItem('b'))?.source).toBe('two');
      });
    });

    test('an erased item leaves its tombstone and takes nothing in again', async () => {
      await write(T0, put('a', 'A', ['s']));
      expect(await write(T0 + 1, { ...remove('a', 'hand'), erase: true } as Change)).toEqual(['deleted']);
      expect(await write(T0 + 2, put('a', 'A'))).toEqual(['withheld']);
      expect(await store.readItem('a')).toMatchObject({ erased: true, content: undefined, verbatim: undefined });
      expect(await list({ set: 's' })).toEqual(['-a #s']);
    });

    test('a dry run tells what would come of it and changes nothing', async () => {
      await write(T0, put('a'));
      const changes = [put('a', 'B'), put('b'), remove('a')];
      expect(await store.write(changes, () => T0 + 9, { dryRun: true })).toEqual(['updated', 'created', 'deleted']);
      const erasure = { ...remove('a', 'hand'), erase: true } as Change;
      expect(await store.write([erasure], () => T0 + 9, { dryRun: true })).toEqual(['deleted']);
      expect(await list()).toEqual(['+a']);
      expect((await store.readState()).high).toBe(T0);
    });

    describe('the set ledger', () => {
      const value = (slug: string, ...keys: string[]) => ({ keys, slug, setName: `Name of ${keys[0]}` });
      const sets = async () =>
        (await store.readSets({ limit: 100 })).sets.map(({ setSpec, setName }) => `${setSpec} = ${setName}`);

      test('gives a value a slug for ever, and another value another one', async () => {
        expect(await store.sets.slugsFor('j', [value('foo', 'k1', 'k2'), value('foo', 'k3')])).toEqual([
          'foo',
          'foo-2',
        ]);
        expect(await store.sets.slugsFor('j', [value('bar', 'new', 'k3'), value('bar', 'k2')])).toEqual([
          'foo-2',
          'foo',
        ]);
        expect(await store.sets.slugsFor('j', [value('bar', 'new')])).toEqual(['foo-2']);
        expect(await store.sets.slugsFor('j', [value('foo-2', 'k4'), value('foo', 'k5')])).toEqual([
          'foo-2-2',
          'foo-3',
        ]);
        expect(await store.sets.slugsFor('other:parent', [value('foo', 'k3')])).toEqual(['foo']);
        expect(await store.sets.slugsFor('j', [])).toEqual([]);
      });

      test('where the keys of a value have several slugs, the first key decides', async () => {
        await store.sets.slugsFor('j', [value('a', 'k1'), value('b', 'k2')]);
        expect(await store.sets.slugsFor('j', [value('c', 'k2', 'k1')])).toEqual(['b']);
        expect(await store.sets.slugsFor('j', [value('c', 'k1'), value('c', 'k2')])).toEqual(['a', 'b']);
      });

      test('a dry run keeps nothing', async () => {
        await store.sets.slugsFor('j', [value('foo', 'k1')]);
        const wishes = [value('foo', 'k2'), value('x', 'k1', 'k3')];
        expect(await store.sets.slugsFor('j', wishes, { dryRun: true })).toEqual(['foo-2', 'foo']);
        expect(await store.sets.slugsFor('j', [value('y', 'k3'), value('foo', 'k4')])).toEqual(['y', 'foo-2']);
      });

      test('tells values apart whose keys are long', async () => {
        const values = [value('foo', `${LONG}a`, 'k1'), value('foo', `${LONG}b`)];
        expect(await store.sets.slugsFor('j', values)).toEqual(['foo', 'foo-2']);
        expect(await store.sets.slugsFor('j', values.toReversed())).toEqual(['foo-2', 'foo']);
        expect(await store.sets.slugsFor('j', [value('foo', `${LONG}c`, `${LONG}b`)])).toEqual(['foo-2']);
      });

      test('is one for all connections', async () => {
        const other = await under.openAgain();
        await store.sets.slugsFor('j', [value('foo', 'k1')]);
        expect(await other.sets.slugsFor('j', [value('foo', 'k2'), value('z', 'k1')])).toEqual(['foo-2', 'foo']);
        expect(await store.sets.slugsFor('j', [value('foo', 'k3')])).toEqual(['foo-3']);
        await other.close();
      });

      test('a set comes into being with its first record, with the name of its value', async () => {
        await store.sets.slugsFor('j', [value('foo', 'k1'), value('foo', 'k2')]);
        expect((await store.readState()).hasSets).toBe(false);
        await write(T0, { ...put('w', 'W', ['j:foo']), bodies: new Map(), visibleFrom: T0 + 9 } as Change);
        expect(await sets()).toEqual([]);
        await write(T0, put('a', 'A', ['j:foo-2', 'own:set']));
        expect(await sets()).toEqual(['j = j', 'j:foo-2 = Name of k2', 'own = own', 'own:set = own:set']);
      });

      test('declares sets with their ancestors and names, and keeps a name that was given before a slug', async () => {
        const high = (await store.readState()).high;
        await store.sets.declare([
          { setSpec: 'a:b', setName: 'B' },
          { setSpec: 'j:foo', setName: 'Given' },
        ]);
        expect(await sets()).toEqual(['a = a', 'a:b = B', 'j = j', 'j:foo = Given']);
        await store.sets.slugsFor('j', [value('foo', 'k1')]);
        await write(T0, put('a', 'A', ['j:foo']));
        await store.sets.declare([{ setSpec: 'a', setName: 'A' }]);
        expect(await sets()).toEqual(['a = A', 'a:b = B', 'j = j', 'j:foo = Given']);
        expect((await store.readState()).high).toBe(high);
      });

      test('drops what nobody needs any more, from below; records and their tombstones need a set', async () => {
        await store.sets.declare([
          { setSpec: 'a:b:c', setName: 'C' },
          { setSpec: 'kept', setName: 'Kept' },
          { setSpec: 'dead', setName: 'Dead' },
          { setSpec: 'a-b', setName: 'Beside' },
        ]);
        await store.sets.slugsFor('j', [value('foo', 'k1')]);
        await write(T0, put('a', 'A', ['j:foo', 'own']), put('b', 'B', ['dead:here']));
        await write(T0, remove('b'));
        await store.sets.dropUnused(['kept']);
        const still = [
          'dead = Dead',
          'dead:here = dead:here',
          'j = j',
          'j:foo = Name of k1',
          'kept = Kept',
          'own = own',
        ];
        expect(await sets()).toEqual(still);
        await write(T0 + 1, put('a', 'A', []));
        await store.sets.dropUnused([]);
        // What records brought stays, as ever.
        expect(await sets()).toEqual(['dead = Dead', 'dead:here = dead:here', 'j = j', 'own = own']);
      });

      test('a set that was dropped comes back under its slug and name, and its list is counted anew', async () => {
        await store.sets.slugsFor('j', [value('foo', 'k1')]);
        await write(T0, put('a', 'A', ['j:foo']), put('b', 'B', ['j:foo']));
        await write(T0 + 1, put('a', 'A', []), put('b', 'B', []));
        await store.sets.dropUnused([]);
        expect(await sets()).not.toContain('j:foo = Name of k1');
        await write(T0 + 2, put('x', 'X', ['z']));
        expect(await store.sets.slugsFor('j', [value('bar', 'k1')])).toEqual(['foo']);
        await write(T0 + 3, put('a', 'A', ['j:foo']));
        expect(await sets()).toContain('j:foo = Name of k1');
        const selection = { metadataPrefix: 'oai_dc', set: 'j:foo' };
        expect(await page({ selection, size: true })).toMatchObject({ count: 1, size: 1 });
        expect(await page({ selection: { ...selection, set: 'z' }, size: true })).toMatchObject({ count: 1, size: 1 });
      });
    });

    describe('dating anew', () => {
      const redate = (identifier: string): Change => ({ kind: 'redate', identifier });
      const both = ['oai_dc', 'marc21'];

      test('gives all records of an item a new datestamp, at the end of harvest order, and changes nothing else', async () => {
        await write(T0, put('a', 'A', ['s:t'], both), put('b', 'B', ['s']), put('c', 'C', ['s']));
        await write(T0, put('a', 'A2', ['s:t']), remove('b'));
        const item = await store.readItem('a');
        expect(await write(T0 + 9, redate('a'), redate('b'), redate('unknown'), redate('a'))).toEqual([
          'updated',
          'updated',
          'unknown',
          'unchanged',
        ]);
        const [then, now] = ['2020-09-13T12:26:40Z', '2020-09-13T12:26:49Z'];
        const records = (metadataPrefix: string, set?: string) =>
          page({ selection: { metadataPrefix, ...(set === undefined ? {} : { set }) }, part: 'record', size: true });
        const text = `[+c@${then} #s C][+a@${now} #s:t A2][-b@${now} #s ]`;
        expect(await records('oai_dc')).toMatchObject({ text, size: 3, more: false });
        expect(await records('oai_dc', 's')).toMatchObject({ text, size: 3 });
        expect(await records('oai_dc', 's:t')).toMatchObject({ text: `[+a@${now} #s:t A2]`, size: 1 });
        expect(await records('marc21')).toMatchObject({ text: `[-a@${now} #s:t ]`, size: 1 });
        expect(await list({ from: T0 + 9 })).toEqual(['+a #s:t', '-b #s']);
        expect(await store.readItem('a')).toEqual(item);
        expect(await write(T0 + 10, put('a', 'A2', ['s:t']), remove('b'))).toEqual(['unchanged', 'unchanged']);
      });

      test('of what the same batch changes as well, the change stays', async () => {
        await write(T0, put('a'), put('b'), put('c'));
        await write(T0 + 1, redate('a'), put('a', 'A'), redate('b'), remove('b'), put('c', 'C'), redate('c'));
        expect((await page({ part: 'record' })).text.replaceAll(/@[^ ]*/g, '')).toBe('[+a A][-b ][+c C]');
      });

      test('knows what is left to do, whatever comes in between, and goes on only when asked to', async () => {
        await write(T0, ...['a', 'b', 'c'].map((id) => put(id, 'x', [], both)), put('d', 'x', [], ['marc21']));
        await write(T0, remove('c'));
        const { restamping } = store;
        expect(await restamping.left()).toEqual({ begun: false, records: 7 });
        const [key] = (await store.readState()).tokenKeys;
        expect(await restamping.begin(T0 + 50)).toEqual({ resumed: false });
        const state = await store.readState();
        expect([state.high, state.tokenKeys.length, state.tokenKeys[0]?.equals(key ?? Buffer.alloc(0))]).toEqual([
          T0 + 50,
          1,
          false,
        ]);
        await write(T0 + 60, put('a', 'new', [], both), put('e'));
        const next = async () => {
          for await (const identifiers of store.restamping.remaining(2)) return identifiers;
          return [];
        };
        expect(await next()).toEqual(['b', 'c']);
        await write(T0 + 70, redate('b'));
        expect(await restamping.left()).toEqual({ begun: true, records: 3 });
        expect(await restamping.begin(T0 + 80, { resume: true })).toEqual({ resumed: true });
        expect((await store.readState()).tokenKeys).toEqual(state.tokenKeys);
        const seen: string[][] = [];
        for await (const identifiers of restamping.remaining(2)) {
          seen.push(identifiers);
          await write(T0 + 90, ...identifiers.map(redate));
        }
        expect(seen).toEqual([['c'], ['d']]);
        expect(await restamping.left()).toEqual({ begun: true, records: 0 });
        await restamping.end();
        expect(await restamping.left()).toEqual({ begun: false, records: 8 });
        expect(await restamping.begin(T0 + 100, { resume: true })).toEqual({ resumed: false });
        await write(T0 + 110, redate('a'));
        expect(await restamping.begin(T0 + 120)).toEqual({ resumed: false });
        expect(await restamping.left()).toEqual({ begun: true, records: 8 });
      });
    });

    describe('the quarantine', () => {
      const reject = (more: object) => ({
        source: 's',
        path: 'f',
        line: 1,
        identifier: 'a',
        reason: 'why',
        raw: '{}',
        ...more,
      });
      const kept = async () =>
        (await store.quarantine.list({ limit: 100 })).map(
          ({ source, path, line, identifier }) => `${source} ${path}:${line ?? ''} ${identifier ?? ''}`,
        );

      test('keeps one entry a record, with its raw form and its number', async () => {
        const { quarantine } = store;
        await quarantine.add([reject({}), reject({ identifier: undefined, line: 2 }), reject({ source: 't' })], T0);
        await quarantine.add([reject({ reason: 'still' }), reject({ identifier: undefined, line: 2 })], T0 + 5);
        expect(await quarantine.count()).toBe(3);
        const [first, second] = await quarantine.list({ source: 's', limit: 10 });
        expect([first?.reason, second?.identifier]).toEqual(['still', undefined]);
        expect(await quarantine.get(first?.id ?? 0)).toMatchObject({ id: 1, raw: '{}', rejected: T0 + 5 });
        await quarantine.remove([second?.id ?? 0]);
        expect(await quarantine.clear('s')).toBe(1);
        expect(await quarantine.clear()).toBe(1);
      });

      test('keeps no raw form, and no reason, of what was erased', async () => {
        const { quarantine } = store;
        await write(T0, put('a'), put('b'), { ...remove('a', 'hand'), erase: true } as Change);
        const secret = { raw: '{"secret":1}', reason: 'secret is no title' };
        await quarantine.add([reject(secret), reject({ ...secret, identifier: 'b' })], T0);
        await quarantine.add([reject(secret)], T0 + 1);
        const [a, b] = await quarantine.list({ limit: 9 });
        expect(a).toMatchObject({ identifier: 'a', raw: undefined, reason: expect.stringMatching(/it was erased/) });
        expect(a?.reason).not.toContain('secret');
        expect(b).toMatchObject({ identifier: 'b', ...secret });
      });

      test('keeps one entry a record, whatever its identifier is', async () => {
        const identifier = (end: string) => `oai:x:${LONG}${end}`;
        for (const at of [T0, T0 + 1]) {
          await store.quarantine.add(
            [reject({ identifier: identifier('a') }), reject({ identifier: identifier('b') })],
            at,
          );
        }
        expect(await kept()).toEqual([`s f:1 ${identifier('a')}`, `s f:1 ${identifier('b')}`]);
        await store.quarantine.removeMended('s', [identifier('b')]);
        expect(await kept()).toEqual([`s f:1 ${identifier('a')}`]);
        expect(await write(T0, { ...remove(identifier('a'), 'hand'), erase: true } as Change)).toEqual(['deleted']);
        expect(await kept()).toEqual([]);
      });

      test('keeps one entry of what is stored as the same text', async () => {
        await store.quarantine.add(
          [reject({ identifier: 'oai:x:\ud800' }), reject({ identifier: 'oai:x:\ud801' })],
          T0,
        );
        await store.quarantine.add([reject({ identifier: 'oai:x:\udfff' })], T0);
        expect(await kept()).toEqual(['s f:1 oai:x:\ufffd']);
      });

      test('lets go of what has come in well, by its identifier and source', async () => {
        const { quarantine } = store;
        await quarantine.add([reject({}), reject({ identifier: 'b' }), reject({ source: 't' })], T0);
        await quarantine.removeMended('s', ['a', 'unknown']);
        expect(await kept()).toEqual(['s f:1 b', 't f:1 a']);
      });

      test('lets go of what a run has not refused again, in the paths that were read', async () => {
        const { quarantine } = store;
        const nameless = (more: object) => reject({ identifier: undefined, ...more });
        await quarantine.add(
          [
            nameless({ line: undefined }),
            nameless({ line: 7 }),
            reject({}),
            nameless({ path: 'g' }),
            nameless({ source: 't' }),
          ],
          T0,
        );
        await quarantine.beginRun(T0);
        await quarantine.add([nameless({ line: 7 })], T0);
        await quarantine.add([reject({ identifier: 'new' })], T0);
        expect(await quarantine.removeFormer('s', ['f', 'other'])).toBe(2);
        expect(await kept()).toEqual(['s f:7 ', 's g:1 ', 't f:1 ', 's f:1 new']);
        await quarantine.beginRun(T0 + 1);
        expect(await quarantine.removeFormer('s')).toBe(3);
        expect(await kept()).toEqual(['t f:1 ']);
      });
    });
  });
}
