import type Database from 'better-sqlite3';

/** What to do before a statement runs, and how to bend what it answers. */
export interface Interposition {
  before(sql: string): void;
  bend?(sql: string, row: unknown): unknown;
}

/**
 * A connection whose every statement can be preceded by something: between two statements of a transaction
 * other processes act, clocks step, or the process dies.
 */
export function interposed(db: Database.Database, interposition: Interposition): Database.Database {
  return {
    prepare(sql: string) {
      const statement = db.prepare(sql);
      const wrapped = {
        pluck: () => {
          statement.pluck();
          return wrapped;
        },
        get: (...parameters: unknown[]) => {
          interposition.before(sql);
          const row = statement.get(...parameters);
          return interposition.bend ? interposition.bend(sql, row) : row;
        },
        all: (...parameters: unknown[]) => {
          interposition.before(sql);
          return statement.all(...parameters);
        },
        run: (...parameters: unknown[]) => {
          interposition.before(sql);
          return statement.run(...parameters);
        },
      };
      return wrapped;
    },
  } as unknown as Database.Database;
}
