import type Database from 'better-sqlite3';
import type { Place } from '../store.ts';
import { placesSql, plainSizesSql, plainSql } from './page-sql.ts';
import type { RecordPage } from './record-page.ts';

/** Where a list goes on, and where it ends, as the statements name it. */
interface Range {
  setId: number;
  after: Place;
  end: Place;
}

/** Reads pages of formats that are kept plain: joined by SQLite, so that one value crosses into JavaScript. */
export class PlainPages {
  readonly #page: Database.Statement<[Range & { limit: number }], [number, number, Place | null, Buffer]>;
  readonly #sizes: Database.Statement<[Range & { limit: number }], number>;
  readonly #following: Database.Statement<[Range & { limit: number }], Place>;

  /** Of whole formats, or of sets in them. */
  constructor(db: Database.Database, { ofSet }: { ofSet: boolean }) {
    this.#page = db
      .prepare<[Range & { limit: number }], [number, number, number | null, Buffer]>(plainSql(ofSet))
      .raw();
    this.#sizes = db.prepare<[Range & { limit: number }], number>(plainSizesSql(ofSet)).pluck();
    this.#following = db.prepare<[Range & { limit: number }], number>(placesSql(ofSet)).pluck();
  }

  read(range: Range, { limit, maxBytes }: { limit: number; maxBytes: number }): RecordPage {
    const row = this.#page.get({ ...range, limit });
    if (!row) throw new Error('an aggregate without a row');
    const [count, size, last, bytes] = row;
    if (last === null) return { pieces: [], count: 0, last: 0, more: false };
    if (size > maxBytes && count > 1) {
      const fit = fitting(this.#sizes.all({ ...range, limit }), maxBytes);
      return this.read(range, { limit: fit, maxBytes: Number.POSITIVE_INFINITY });
    }
    const more = this.#following.get({ ...range, after: last, limit: 1 }) !== undefined;
    return { pieces: [bytes], count, last, more };
  }
}

/** How many records fit by bytes; one at least. */
function fitting(sizes: readonly number[], maxBytes: number): number {
  let bytes = 0;
  const beyond = sizes.findIndex((size) => {
    bytes += size;
    return bytes > maxBytes;
  });
  return Math.max(1, beyond < 0 ? sizes.length : beyond);
}
