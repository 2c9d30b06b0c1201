import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Granularity } from '../../oai/granularity.ts';
import type { Selection } from '../../oai/request.ts';
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
  RenderingProgress,
  RepositoryState,
  SetsPage,
} from '../store.ts';
import { bytesSql, countSql, placesSql, recordExpression, tailSql } from './page-sql.ts';
import { endOfFormat, placeOf, sequenceOf } from './place.ts';

/** A list limited by dates is counted exactly up to this size and estimated above it. */
const COUNTED_EXACTLY = 5_000;

/** Room for a header beside a body, in bytes, when pages are cut by bytes. */
const HEADER_ROOM = 300;

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
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: Database.Database, layout: RecordLayout) {
    this.#db = db;
    this.#layout = layout;
  }

  readState(): RepositoryState {
    return this.#snapshot((high) => {
      const row = this.#prepare('SELECT * FROM repository').get() as {
        repository_identifier: string | null;
        created: number;
        token_key: Buffer;
        previous_token_key: Buffer | null;
        rendering: string | null;
        rendering_progress: string | null;
      };
      return {
        high,
        repositoryIdentifier: row.repository_identifier ?? undefined,
        earliest: row.created,
        tokenKeys: row.previous_token_key ? [row.token_key, row.previous_token_key] : [row.token_key],
        // Of the first ones, one that is public: what is still to come must not be known yet.
        sampleIdentifier: this.#value<string>(
          `SELECT identifier FROM (SELECT item_id, identifier FROM item WHERE identifier > ? AND identifier < ? LIMIT 20)
           AS first WHERE EXISTS (SELECT 1 FROM record WHERE record.item_id = first.item_id) LIMIT 1`,
          [`oai:${row.repository_identifier}:`, `oai:${row.repository_identifier};`],
        ),
        hasSets: this.#value('SELECT 1 FROM oai_set LIMIT 1') === 1,
        rendering: row.rendering ?? undefined,
        renderingProgress:
          row.rendering_progress === null ? undefined : (JSON.parse(row.rendering_progress) as RenderingProgress),
      };
    });
  }

  readPage(query: PageQuery): Page {
    return this.#snapshot((high) => {
      const nothing = { high, count: 0, bytes: Buffer.alloc(0), last: 0, next: 0, more: false, size: 0 };
      const ofSet = query.selection.set !== undefined;
      const range = this.#range(query);
      if (range && query.tail) range.after = this.#lastPlace(range, ofSet) - 1;
      if (!range) return nothing;
      const rows = this.#prepare(placesSql(ofSet))
        .raw()
        .all({ ...range, limit: query.limit + 1 }) as [Place, number][];
      const count = fitting(rows, query.limit, query.part === 'record' ? query.maxBytes : Number.POSITIVE_INFINITY);
      const last = rows[count - 1]?.[0];
      if (last === undefined) return nothing;
      const expression = recordExpression(this.#layout, query.part, query.granularity);
      const bytes = this.#prepare(bytesSql(expression, ofSet))
        .pluck()
        .get({ ...range, last }) as Buffer;
      const size = query.size ? this.#size(range, query.selection) : 0;
      const next = placeOf(range.formatId, this.#nextSequence());
      return { high, count, bytes, last, next, more: rows.length > count, size: Math.max(size, rows.length) };
    });
  }

  readRecord(identifier: string, metadataPrefix: string, granularity: Granularity): RecordReading {
    return this.#snapshot((high) => {
      const itemId = this.#value<number>('SELECT item_id FROM item WHERE identifier = ?', [identifier]);
      const seen =
        itemId !== undefined && this.#value('SELECT 1 FROM record WHERE item_id = ? LIMIT 1', [itemId]) === 1;
      if (!seen) return { high, found: 'noSuchItem' };
      const expression = recordExpression(this.#layout, 'record', granularity);
      const bytes = this.#value<Buffer>(
        `SELECT CAST(${expression} AS BLOB) FROM record WHERE item_id = ?
         AND format_id = (SELECT format_id FROM format WHERE metadata_prefix = ?)`,
        [itemId, metadataPrefix],
      );
      return bytes ? { high, found: 'record', bytes } : { high, found: 'noSuchFormat' };
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
      const find = this.#prepare(
        `SELECT metadata_prefix, record.set_specs, body FROM item JOIN record USING (item_id) JOIN format USING (format_id)
         WHERE item.identifier = ? AND record.deleted = 0`,
      ).raw();
      const difference = { changed: 0, added: 0, unchanged: 0 };
      for (const { identifier, bodies, sets } of changes) {
        const alive = find.all(identifier) as [string, string, string][];
        for (const [metadataPrefix, setSpecs, body] of alive) {
          // Nobody can fetch what is not offered.
          if (!offered.includes(metadataPrefix)) continue;
          const same = bodies.get(metadataPrefix) === body && setSpecs === sets.join(' ');
          difference[same ? 'unchanged' : 'changed'] += 1;
        }
        const prefixes = new Set(alive.map(([metadataPrefix]) => metadataPrefix));
        for (const metadataPrefix of bodies.keys()) if (!prefixes.has(metadataPrefix)) difference.added += 1;
      }
      return difference;
    });
  }

  /** Runs a reading in one transaction whose first statement, the clock row, fixes the snapshot. */
  #snapshot<T>(read: (high: UtcSeconds) => T): T {
    return this.#db.transaction(() => read(this.#value<number>('SELECT high FROM clock') ?? 0))();
  }

  #range({ selection, after, before }: PageQuery): Range | undefined {
    const formatId = this.#value<number>('SELECT format_id FROM format WHERE metadata_prefix = ?', [
      selection.metadataPrefix,
    ]);
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
    return (this.#prepare(tailSql(ofSet)).pluck().get(range) as Place | undefined) ?? range.end;
  }

  #nextSequence(): number {
    return this.#value<number>('SELECT next_sequence FROM clock') ?? 1;
  }

  /** The first sequence number with this datestamp or a later one. */
  #firstSequence(datestamp: UtcSeconds): number | undefined {
    return this.#value<number>('SELECT first_sequence FROM tick WHERE datestamp >= ? ORDER BY datestamp LIMIT 1', [
      datestamp,
    ]);
  }

  #size(range: Range, { from, until, set }: Selection): number {
    const all =
      this.#value<number>('SELECT records FROM tally WHERE format_id = ? AND set_id = ?', [
        range.formatId,
        range.setId,
      ]) ?? 0;
    if (from === undefined && until === undefined) return all;
    const counted = this.#prepare(countSql(set !== undefined))
      .pluck()
      .get({ ...range, limit: COUNTED_EXACTLY }) as number;
    if (counted < COUNTED_EXACTLY) return counted;
    // The share of all sequence numbers that lies in the window, taken of all records.
    const sequences = this.#nextSequence();
    const last = range.end === endOfFormat(range.formatId) ? sequences : sequenceOf(range.end);
    const share = (last - Math.max(sequenceOf(range.after + 1), 1)) / sequences;
    return Math.max(COUNTED_EXACTLY, Math.min(all, Math.round(all * share)));
  }

  #value<T>(sql: string, parameters: readonly unknown[] = []): T | undefined {
    return this.#prepare(sql)
      .pluck()
      .get(...parameters) as T | undefined;
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** How many of the rows fit on the page: by number, and by bytes from the second one on. */
function fitting(rows: readonly [Place, number][], limit: number, maxBytes: number): number {
  let bytes = 0;
  let count = 0;
  for (const [, size] of rows.slice(0, limit)) {
    bytes += size + HEADER_ROOM;
    if (count > 0 && bytes > maxBytes) break;
    count += 1;
  }
  return count;
}
