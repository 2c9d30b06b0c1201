import type Database from 'better-sqlite3';
import { type SetSpec, withAncestors } from '../../oai/set-spec.ts';
import type { SetLedger, SluggedValue, StoredSet } from '../set-ledger.ts';

type Guard = <T>(work: () => T) => T;

/** Declared sets and frozen slugs in the store's SQLite file. */
export class SqliteSetLedger implements SetLedger {
  readonly #db: Database.Database;
  readonly #guard: Guard;

  constructor(db: Database.Database, guard: Guard) {
    this.#db = db;
    this.#guard = guard;
  }

  async slugsFor(parent: SetSpec, values: readonly SluggedValue[], { dryRun = false } = {}): Promise<string[]> {
    return this.#guard(() => {
      const known = values.map(({ keys }) => this.#known(parent, keys));
      if (dryRun) return values.map(({ slug }, index) => known[index]?.slug ?? this.#free(parent, slug));
      // Mostly all is noted, and there is no lock to wait for.
      if (known.every((one, index) => one?.keys === values[index]?.keys.length)) {
        return known.flatMap((one) => one?.slug ?? []);
      }
      return this.#db.transaction(() => values.map((value) => this.#assign(parent, value))).immediate();
    });
  }

  async declare(sets: readonly StoredSet[]): Promise<void> {
    this.#guard(() => {
      const find = this.#db.prepare('SELECT 1 FROM oai_set WHERE set_spec = ? AND set_name = ? AND declared = 1');
      const missing = sets.filter(({ setSpec, setName }) => find.get(setSpec, setName) === undefined);
      if (missing.length === 0) return;
      this.#db
        .transaction(() => {
          for (const { setSpec, setName } of missing) this.#name(setSpec, setName);
        })
        .immediate();
    });
  }

  async dropUnused(keep: readonly SetSpec[]): Promise<void> {
    // Sets below first: they are what keeps the one above.
    const drop = this.#db.prepare(
      `DELETE FROM oai_set WHERE declared = 1
       AND set_spec NOT IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM member WHERE member.set_id = oai_set.set_id)
       AND NOT EXISTS (SELECT 1 FROM oai_set AS below
                       WHERE below.set_spec > oai_set.set_spec || ':' AND below.set_spec < oai_set.set_spec || ';')`,
    );
    this.#guard(() =>
      this.#db
        .transaction(() => {
          while (drop.run(JSON.stringify(keep)).changes > 0);
          this.#db.exec('DELETE FROM tally WHERE set_id <> 0 AND set_id NOT IN (SELECT set_id FROM oai_set)');
        })
        .immediate(),
    );
  }

  #assign(parent: SetSpec, { keys, slug: wish, setName }: SluggedValue): string {
    const slug = this.#known(parent, keys)?.slug ?? this.#free(parent, wish);
    const insert = this.#db.prepare(
      'INSERT INTO slug (parent, key, slug, set_name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    for (const key of keys) insert.run(parent, key, slug, setName);
    return slug;
  }

  /** The slug of the first key that has one, and how many of them have one. */
  #known(parent: SetSpec, keys: readonly string[]): { slug: string; keys: number } | undefined {
    const find = this.#db
      .prepare<[string, string], string>('SELECT slug FROM slug WHERE parent = ? AND key = ?')
      .pluck();
    const slugs = keys.flatMap((key) => find.get(parent, key) ?? []);
    const [slug] = slugs;
    return slug === undefined ? undefined : { slug, keys: slugs.length };
  }

  #free(parent: SetSpec, wish: string): string {
    const taken = this.#db.prepare('SELECT 1 FROM slug WHERE parent = ? AND slug = ?').pluck();
    for (let number = 1; ; number += 1) {
      const slug = number === 1 ? wish : `${wish}-${number}`;
      if (taken.get(parent, slug) === undefined) return slug;
    }
  }

  #name(setSpec: SetSpec, setName: string): void {
    const make = this.#db.prepare(
      'INSERT INTO oai_set (set_spec, set_name, declared) VALUES (?, ?, 1) ON CONFLICT DO NOTHING',
    );
    for (const spec of withAncestors(setSpec)) make.run(spec, spec);
    this.#db.prepare('UPDATE oai_set SET set_name = ?, declared = 1 WHERE set_spec = ?').run(setName, setSpec);
  }
}
