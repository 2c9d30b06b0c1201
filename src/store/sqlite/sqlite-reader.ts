import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Granularity } from '../../oai/granularity.ts';
import type { Selection } from '../../oai/request.ts';
import { clockMissing } from '../clock-missing.ts';
import { type AliveRecord, differenceOf } from '../difference-of.ts';
import { COUNTED_EXACTLY, listSize } from '../pages/list-size.ts';
import { type RecordPage, recordPage } from '../pages/record-page.ts';
import { RunReader, type Wanted } from '../pages/run-reader.ts';
import { endOfFormat, placeOf } from '../place.ts';
import type { StoredSet } from '../set-ledger.ts';
import type {
  Change,
  Difference,
  ItemFormats,
  Page,
  PageQuery,
  Place,
  RecordLayout,
  RecordReading,
  RepositoryState,
  SetsPage,
} from '../store.ts';
import { countSql, headerExpression, headersSql, placesSql, tailSql } from './page-sql.ts';
import { RunFinder } from './run-finder.ts';
import { runParts } from './run-parts.ts';
import { StateReader } from './state-reader.ts';

/** A half-open range of harvest order within one format, or within one set of it. */
interface Range {
  formatId: number;
  setId: number;
  after: Place;
  end: Place;
}

/** Reads answers. Every method is one snapshot: the clock row is read in the same transaction. */
export class SqliteReader {
  readonly #db: Database.Database;
  readonly #layout: RecordLayout;
  readonly #runs: RunReader;
  readonly #finder: RunFinder;
  readonly #statements = {
    row: new Map<string, Database.Statement>(),
    value: new Map<string, Database.Statement>(),
  };
  readonly #begin: Database.Statement;
  readonly #end: Database.Statement;
  readonly #clock: Database.Statement<[], [high: UtcSeconds, nextSequence: number]>;
  readonly #state: StateReader;
  readonly #formatIds = new Map<string, number>();

  constructor(db: Database.Database, layout: RecordLayout) {
    this.#db = db;
    this.#layout = layout;
    this.#runs = new RunReader(runParts(db), layout);
    this.#finder = new RunFinder(db);
    this.#begin = db.prepare('BEGIN');
    this.#end = db.prepare('ROLLBACK');
    this.#clock = db.prepare<[], [number, number]>('SELECT high, next_sequence FROM clock').raw();
    this.#state = new StateReader(db);
  }

  readState(): RepositoryState {
    return this.#state.read();
  }

  readSampleIdentifier(): string | undefined {
    const repositoryIdentifier = this.readState().repositoryIdentifier;
    // Of the first ones, one that is public: what is still to come must not be known yet.
    return this.#value<string>(
      `SELECT identifier FROM (SELECT item_id, identifier FROM item WHERE identifier > ? AND identifier < ? LIMIT 20)
       AS first WHERE EXISTS (SELECT 1 FROM record WHERE record.item_id = first.item_id) LIMIT 1`,
      [`oai:${repositoryIdentifier}:`, `oai:${repositoryIdentifier};`],
    );
  }

  readPage(query: PageQuery): Page {
    return this.#snapshot((high, nextSequence) => {
      const nothing = { high, count: 0, pieces: [], last: 0, next: 0, more: false, size: 0 };
      const ofSet = query.selection.set !== undefined;
      const range = this.#range(query);
      if (range && query.tail) range.after = this.#lastPlace(range, ofSet) - 1;
      if (!range) return nothing;
      const page = query.part === 'header' ? this.#headers(range, query) : this.#records(range, query);
      if (page.count === 0) return nothing;
      const size = query.size ? this.#size(range, query.selection, nextSequence) : 0;
      const next = placeOf(range.formatId, nextSequence);
      return { high, ...page, next, size: Math.max(size, page.count + (page.more ? 1 : 0)) };
    });
  }

  #records(range: Range, query: PageQuery): RecordPage {
    const ofSet = query.selection.set !== undefined;
    return recordPage(ofSet ? this.#runsOfSet(range, query.limit) : this.#runsOf(range), query, this.#runs);
  }

  #headers(range: Range, { limit, granularity, selection }: PageQuery): RecordPage {
    const ofSet = selection.set !== undefined;
    const places = this.#places(range, ofSet, limit + 1);
    const count = Math.min(places.length, limit);
    const last = places[count - 1];
    if (last === undefined) return { pieces: [], count: 0, last: 0, more: false };
    const sql = headersSql(headerExpression(this.#layout, granularity), ofSet);
    const bytes = this.#prepare(sql, 'value').get({ ...range, last }) as Buffer;
    return { pieces: [bytes], count, last, more: places.length > count };
  }

  /** What a list wants of each run, in harvest order. */
  *#runsOf({ formatId, setId, after, end }: Range): Generator<Wanted> {
    for (const run of this.#finder.between(after, end)) {
      if (run.first > after && run.last < end) {
        yield { run, places: 'all' };
        continue;
      }
      const part = { formatId, setId, after: Math.max(after, run.first - 1), end: Math.min(end, run.last + 1) };
      const places = this.#places(part, false, run.records);
      if (places.length > 0) yield { run, places };
    }
  }

  /** The same for a list that is limited to a set; the last run may hold more than it says. */
  *#runsOfSet(range: Range, limit: number): Generator<Wanted> {
    const places = this.#places(range, true, limit + 1);
    for (let index = 0; index < places.length; ) {
      const run = this.#finder.around(places[index] ?? 0);
      const from = index;
      while ((places[index] ?? Number.POSITIVE_INFINITY) <= run.last) index += 1;
      yield { run, places: places.slice(from, index) };
    }
  }

  #places(range: Range, ofSet: boolean, limit: number): Place[] {
    return this.#prepare(placesSql(ofSet), 'value').all({ ...range, limit }) as Place[];
  }

  readRecord(identifier: string, metadataPrefix: string, granularity: Granularity): RecordReading {
    return this.#snapshot((high) => {
      const itemId = this.#value<number>('SELECT item_id FROM item WHERE identifier = ?', [identifier]);
      const seen =
        itemId !== undefined && this.#value('SELECT 1 FROM record WHERE item_id = ? LIMIT 1', [itemId]) === 1;
      if (!seen) return { high, found: 'noSuchItem' };
      const place = this.#value<Place>(
        `SELECT place FROM record WHERE item_id = ?
         AND format_id = (SELECT format_id FROM format WHERE metadata_prefix = ?)`,
        [itemId, metadataPrefix],
      );
      if (place === undefined) return { high, found: 'noSuchFormat' };
      const [record] = this.#runs.records(this.#finder.around(place), [place], granularity);
      return { high, found: 'record', bytes: Buffer.concat(record?.pieces ?? []) };
    });
  }

  readItemFormats(identifier: string): ItemFormats {
    return this.#snapshot((high) => {
      const rows = this.#prepare(
        `SELECT metadata_prefix, record.deleted FROM item JOIN record USING (item_id) JOIN format USING (format_id)
         WHERE item.identifier = ? ORDER BY metadata_prefix`,
      )
        .raw()
        .all(identifier) as [string, 0 | 1][];
      return {
        high,
        known: rows.length > 0,
        metadataPrefixes: rows.filter(([, deleted]) => !deleted).map(([metadataPrefix]) => metadataPrefix),
      };
    });
  }

  readSets({ after = '', limit, size }: { after?: string; limit: number; size?: boolean }): SetsPage {
    return this.#snapshot((high) => {
      const sets = this.#prepare(
        'SELECT set_spec AS setSpec, set_name AS setName FROM oai_set WHERE set_spec > ? ORDER BY set_spec LIMIT ?',
      ).all(after, limit + 1) as StoredSet[];
      return {
        high,
        sets: sets.slice(0, limit),
        more: sets.length > limit,
        size: size ? (this.#value<number>('SELECT count(*) FROM oai_set') ?? 0) : 0,
      };
    });
  }

  compare(changes: readonly Extract<Change, { kind: 'put' }>[], offered: readonly string[]): Difference {
    return this.#snapshot(() => {
      const alive = this.#prepare(
        `SELECT metadata_prefix, record.set_specs, digest FROM item JOIN record USING (item_id) JOIN format USING (format_id)
         WHERE item.identifier = ? AND record.deleted = 0`,
      );
      return differenceOf(changes, offered, (identifier) => alive.all(identifier) as AliveRecord[]);
    });
  }

  /** Runs a reading in one transaction whose first statement, the clock row, fixes the snapshot. */
  #snapshot<T>(read: (high: UtcSeconds, nextSequence: number) => T): T {
    this.#begin.run();
    try {
      const clock = this.#clock.get();
      if (!clock) throw clockMissing();
      const [high, nextSequence] = clock;
      return read(high, nextSequence);
    } finally {
      this.#end.run();
    }
  }

  #range({ selection, after, before }: PageQuery): Range | undefined {
    const formatId = this.#formatId(selection.metadataPrefix);
    const setId =
      selection.set === undefined
        ? 0
        : this.#value<number>('SELECT set_id FROM oai_set WHERE set_spec = ?', [selection.set]);
    if (formatId === undefined || setId === undefined) return undefined;
    const end = selection.until === undefined ? undefined : this.#firstSequence(selection.until);
    const from = selection.from === undefined ? 0 : (this.#firstSequence(selection.from) ?? Number.POSITIVE_INFINITY);
    return {
      formatId,
      setId,
      after: after ?? Math.min(placeOf(formatId, from), endOfFormat(formatId)) - 1,
      end: Math.min(
        end === undefined ? endOfFormat(formatId) : placeOf(formatId, end),
        before ?? Number.POSITIVE_INFINITY,
      ),
    };
  }

  #lastPlace(range: Range, ofSet: boolean): Place {
    return (this.#prepare(tailSql(ofSet), 'value').get(range) as Place | undefined) ?? range.end;
  }

  /** The first sequence number with this datestamp or a later one. */
  #firstSequence(datestamp: UtcSeconds): number | undefined {
    return this.#value<number>('SELECT first_sequence FROM tick WHERE datestamp >= ? ORDER BY datestamp LIMIT 1', [
      datestamp,
    ]);
  }

  #size(range: Range, { from, until, set }: Selection, sequences: number): number {
    const tally = 'SELECT records FROM tally WHERE format_id = ? AND set_id = ?';
    const all = this.#value<number>(tally, [range.formatId, range.setId]) ?? 0;
    const counted =
      from === undefined && until === undefined
        ? undefined
        : (this.#prepare(countSql(set !== undefined), 'value').get({ ...range, limit: COUNTED_EXACTLY + 1 }) as number);
    return listSize({ ...range, all, counted, sequences });
  }

  /** A format keeps its number for ever. */
  #formatId(metadataPrefix: string): number | undefined {
    const known = this.#formatIds.get(metadataPrefix);
    if (known !== undefined) return known;
    const id = this.#value<number>('SELECT format_id FROM format WHERE metadata_prefix = ?', [metadataPrefix]);
    if (id !== undefined) this.#formatIds.set(metadataPrefix, id);
    return id;
  }

  #value<T>(sql: string, parameters: readonly unknown[] = []): T | undefined {
    return this.#prepare(sql, 'value').get(...parameters) as T | undefined;
  }

  #prepare(sql: string, kind: 'row' | 'value' = 'row'): Database.Statement {
    const statements = this.#statements[kind];
    let statement = statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      if (kind === 'value') statement.pluck();
      statements.set(sql, statement);
    }
    return statement;
  }
}
