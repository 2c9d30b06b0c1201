import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unpack } from '../../src/store/packed.ts';
import { FULL_BYTES, FULL_RECORDS } from '../../src/store/run.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Change } from '../../src/store/store.ts';
import { PLAIN_LAYOUT, T0 } from '../store-contract.ts';
import { plainText } from '../support/plain-text.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

/** The same numbers each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** A body of a length that says in its first words which one it is. */
function bodyOf(length: number, number: number): string {
  return `${number} of ${length} ${'x'.repeat(length)}`;
}

/** Enough of a record to tell it from others, where something is amiss. */
function shortly(records: readonly string[]): string[] {
  return records.map((record) => `${record.slice(0, 70)}… ${record.length}`);
}

/** What a store should hold, in harvest order. */
class Model {
  readonly records = new Map<string, { alive: boolean; body: string; sets: string[]; at: number }>();

  put(identifier: string, body: string, sets: string[], at: number): void {
    const known = this.records.get(identifier);
    if (known?.alive && known.body === body && known.sets.join() === sets.join()) return;
    this.records.delete(identifier);
    this.records.set(identifier, { alive: true, body, sets, at });
  }

  remove(identifier: string, at: number): void {
    const known = this.records.get(identifier);
    if (!known?.alive) return;
    this.records.delete(identifier);
    this.records.set(identifier, { ...known, alive: false, body: '', at });
  }

  /** What was written at the same moment bears that datestamp. */
  redate(identifier: string, at: number): void {
    const known = this.records.get(identifier);
    if (!known || known.at === at) return;
    this.records.delete(identifier);
    this.records.set(identifier, { ...known, at });
  }

  list(set?: string): string[] {
    return [...this.records]
      .filter(([, { sets }]) => set === undefined || sets.includes(set))
      .map(([identifier, { alive, body, sets, at }]) => {
        const stamp = `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
        return `[${alive ? '+' : '-'}${identifier}@${stamp}${sets.map((one) => ` #${one}`).join('')} ${body}]`;
      });
  }
}

async function listed(
  store: SqliteStore,
  how: { limit: number; metadataPrefix?: string; set?: string; packed?: boolean; maxBytes?: number },
): Promise<string[]> {
  const records: string[] = [];
  const selection = {
    metadataPrefix: how.metadataPrefix ?? 'oai_dc',
    ...(how.set === undefined ? {} : { set: how.set }),
  };
  const { limit, packed = false, maxBytes = 1e7 } = how;
  for (let after: number | undefined; ; ) {
    const query = { selection, limit, maxBytes, part: 'record', granularity: 'seconds', packed } as const;
    const page = await store.readPage(after === undefined ? query : { ...query, after });
    const found = plainText(page.pieces).match(/\[[-+][^\]]*\]/g) ?? [];
    expect(found).toHaveLength(page.count);
    expect(page.count).toBeLessThanOrEqual(limit);
    records.push(...found);
    if (!page.more) return records;
    after = page.last;
  }
}

/** Every run must hold just the records from its first place to its last, all records must be in one, none too large. */
function checkRuns(path: string): { runs: number; records: number } {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare('SELECT * FROM run ORDER BY first_place').all() as Record<string, number>[];
  const records = db.prepare('SELECT place, size, format_id FROM record ORDER BY place').all() as Record<
    string,
    number
  >[];
  let next = 0;
  for (const { first_place, last_place, records: count = 0, size = 0, crc = 0, packed } of rows) {
    const own = records.slice(next, next + count);
    next += count;
    expect([own[0]?.['place'], own.at(-1)?.['place']]).toEqual([first_place, last_place]);
    expect(new Set(own.map(({ format_id }) => format_id)).size).toBe(1);
    expect(own.reduce((sum, one) => sum + (one['size'] ?? 0), 0)).toBe(size);
    expect(count).toBeLessThanOrEqual(FULL_RECORDS);
    if (count > 1) expect(size).toBeLessThanOrEqual(FULL_BYTES);
    const plain = unpack({ packed: packed as unknown as Buffer, size, crc });
    const kept = db
      .prepare(`SELECT group_concat(plain, '' ORDER BY first_place) FROM plain_run WHERE first_place BETWEEN ? AND ?`)
      .pluck()
      .get(first_place, last_place);
    expect(kept).toBe((first_place ?? 0) < 2 ** 41 ? plain.toString() : null);
  }
  expect(next).toBe(records.length);
  const plains = db.prepare('SELECT sum(length(plain)) FROM plain_run').pluck().get() ?? 0;
  const kept = records.filter(({ format_id }) => format_id === 1);
  expect(plains).toBe(kept.reduce((sum, { size = 0 }) => sum + size, 0));
  db.close();
  return { runs: rows.length, records: records.length };
}

describe('runs of records', () => {
  test.each([1, 2, 3, 4, 5, 6])('hold what was written, whatever came in which batches (%i)', async (seed) => {
    const roll = dice(seed);
    const path = join(folder, `${randomUUID()}.sqlite`);
    const store = new SqliteStore(path, PLAIN_LAYOUT, T0);
    const model = new Model();
    for (let batch = 0; batch < 30; batch += 1) {
      const at = T0 + batch;
      const changes: Change[] = [];
      const size = roll(5) === 0 ? 1 + roll(120) : 1 + roll(8);
      for (let n = 0; n < size; n += 1) {
        const identifier = `i${roll(300)}`;
        if (roll(4) === 0) {
          changes.push({ kind: 'delete', identifier, by: 'source' });
          model.remove(identifier, at);
          continue;
        }
        if (roll(3) === 0) {
          changes.push({ kind: 'redate', identifier });
          model.redate(identifier, at);
          continue;
        }
        const body = bodyOf(roll(60) === 0 ? 60_000 + roll(60_000) : roll(2000), roll(1000));
        const sets = ['all', ...(roll(3) === 0 ? ['some'] : [])];
        const bodies = new Map(['oai_dc', 'other'].map((prefix) => [prefix, body]));
        changes.push({ kind: 'put', identifier, content: body, sets, bodies });
        model.put(identifier, body, sets, at);
      }
      await store.write(changes, () => at);
      checkRuns(path);
    }
    const { runs, records } = checkRuns(path);
    // Small runs are put together again: their number follows that of the records.
    expect(runs).toBeLessThan(records / 3);
    for (const limit of [1, 7, 30, 100, 1000]) {
      for (const packed of [false, true]) {
        for (const metadataPrefix of ['oai_dc', 'other']) {
          for (const set of [undefined, 'all', 'some']) {
            const how = { limit, packed, metadataPrefix, ...(set === undefined ? {} : { set }) };
            expect(shortly(await listed(store, how))).toEqual(shortly(model.list(set)));
          }
        }
      }
    }
    for (const metadataPrefix of ['oai_dc', 'other']) {
      const how = { limit: 100, maxBytes: 30_000, metadataPrefix };
      expect(shortly(await listed(store, how))).toEqual(shortly(model.list()));
    }
    for (const record of model.list().slice(0, 40)) {
      const [, identifier = ''] = /^\[[-+](\w+)@/.exec(record) ?? [];
      const reading = await store.readRecord(identifier, 'oai_dc', 'seconds');
      expect(reading.found === 'record' && reading.bytes.toString()).toBe(record);
    }
    await store.close();
  });

  test('with day granularity the time of day is cut out of each header', async () => {
    const store = new SqliteStore(join(folder, `${randomUUID()}.sqlite`), PLAIN_LAYOUT, T0);
    const bodies = new Map([['oai_dc', '@2020-01-01T00:00:00Z']]);
    await store.write(
      ['a', 'é@T1'].map((identifier) => ({ kind: 'put', identifier, content: '{}', sets: ['s'], bodies })),
      () => T0,
    );
    await store.write([{ kind: 'delete', identifier: 'a', by: 'source' }], () => T0);
    const query = { selection: { metadataPrefix: 'oai_dc' }, limit: 100, maxBytes: 1e6, part: 'record' } as const;
    for (const packed of [false, true]) {
      const { pieces } = await store.readPage({ ...query, granularity: 'day', packed });
      expect(plainText(pieces)).toBe('[+é@T1@2020-09-13 #s @2020-01-01T00:00:00Z][-a@2020-09-13 #s ]');
    }
    const reading = await store.readRecord('é@T1', 'oai_dc', 'day');
    expect(reading.found === 'record' && reading.bytes.toString()).toBe('[+é@T1@2020-09-13 #s @2020-01-01T00:00:00Z]');
    await store.close();
  });

  test('a page of many whole runs is sent as they are kept', async () => {
    const store = new SqliteStore(join(folder, `${randomUUID()}.sqlite`), PLAIN_LAYOUT, T0);
    const changes = Array.from({ length: 4 * FULL_RECORDS + 5 }, (_, index): Change => {
      const bodies = new Map([['oai_dc', `body ${index}`]]);
      return { kind: 'put', identifier: `i${index}`, content: '{}', sets: [], bodies };
    });
    await store.write(changes, () => T0);
    const query = {
      selection: { metadataPrefix: 'oai_dc' },
      maxBytes: 1e6,
      part: 'record',
      granularity: 'seconds',
    } as const;
    const page = await store.readPage({ ...query, limit: 100, packed: true });
    expect(page).toMatchObject({ count: 100, more: true });
    expect(page.pieces.map((piece) => Buffer.isBuffer(piece))).toEqual([false, false, false, false]);
    await store.close();
  });

  test('what is damaged is named, and not sent', async () => {
    const path = join(folder, `${randomUUID()}.sqlite`);
    const store = new SqliteStore(path, PLAIN_LAYOUT, T0);
    const bodies = new Map([['other', 'x'.repeat(100)]]);
    await store.write([{ kind: 'put', identifier: 'a', content: '{}', sets: [], bodies }], () => T0);
    const db = new Database(path);
    db.exec('UPDATE run SET crc = crc + 1');
    db.close();
    const query = { selection: { metadataPrefix: 'other' }, limit: 10, maxBytes: 1e6, part: 'record' } as const;
    await expect(store.readPage({ ...query, granularity: 'seconds' })).rejects.toThrow(/is damaged/);
    await store.close();
  });
});
