import { type SetSpec, withAncestors } from '../../oai/set-spec.ts';
import type { SetLedger, SluggedValue, StoredSet } from '../set-ledger.ts';
import { columnsOf } from './columns-of.ts';
import type { Connections, Queries, Statement } from './queries.ts';

const statement = (name: string, text: string): Statement => ({ name: `sets ${name}`, text });

const SLUGS_OF_KEYS = statement(
  'slugs of keys',
  `SELECT slug.key, slug.slug FROM unnest($2::text[]) AS wanted (key)
   JOIN slug ON slug.parent = $1 AND left(slug.key, 500) = left(wanted.key, 500) AND slug.key = wanted.key`,
);

/** All that begin with a wish and may be it with a number; '.' is the character after '-'. */
const TAKEN_SLUGS = statement(
  'taken slugs',
  `SELECT DISTINCT slug.slug FROM unnest($2::text[]) AS wish (slug)
   JOIN slug ON slug.parent = $1 AND slug.slug >= wish.slug AND slug.slug < wish.slug || '.'`,
);

const INSERT_SLUGS = statement(
  'insert slugs',
  `INSERT INTO slug (parent, key, slug, set_name) SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])
   ON CONFLICT DO NOTHING`,
);

const DECLARED = statement(
  'declared',
  'SELECT set_spec AS "setSpec", set_name AS "setName" FROM oai_set WHERE declared = 1 AND set_spec = ANY ($1::text[])',
);

const MAKE_SETS = statement(
  'make',
  `INSERT INTO oai_set (set_id, set_spec, set_name, declared)
   SELECT (SELECT coalesce(max(set_id), 0) FROM oai_set) + row_number() OVER (), set_spec, set_spec, 1
   FROM unnest($1::text[]) AS wanted (set_spec)
   WHERE NOT EXISTS (SELECT FROM oai_set WHERE oai_set.set_spec = wanted.set_spec)`,
);

const NAME_SETS = statement(
  'name',
  `UPDATE oai_set SET set_name = named.set_name, declared = 1
   FROM unnest($1::text[], $2::text[]) AS named (set_spec, set_name) WHERE oai_set.set_spec = named.set_spec`,
);

/** Sets below first: they are what keeps the one above. */
const DROP_SETS = statement(
  'drop',
  `DELETE FROM oai_set WHERE declared = 1 AND NOT set_spec = ANY ($1::text[])
   AND NOT EXISTS (SELECT FROM member WHERE member.set_id = oai_set.set_id)
   AND NOT EXISTS (SELECT FROM oai_set AS below
                   WHERE below.set_spec > oai_set.set_spec || ':' AND below.set_spec < oai_set.set_spec || ';')`,
);

const DROP_TALLIES = statement(
  'drop tallies',
  'DELETE FROM tally WHERE set_id <> 0 AND NOT EXISTS (SELECT FROM oai_set WHERE oai_set.set_id = tally.set_id)',
);

/** Declared sets and frozen slugs in PostgreSQL. */
export class PostgresSetLedger implements SetLedger {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async slugsFor(parent: SetSpec, values: readonly SluggedValue[], { dryRun = false } = {}): Promise<string[]> {
    if (values.length === 0) return [];
    const known = slugsOf(await this.#connections.read(SLUGS_OF_KEYS, [parent, keysOf(values)]));
    // Mostly all is noted, and there is no lock to wait for.
    if (values.every(({ keys }) => keys.every((key) => known.has(key)))) {
      return values.map(({ keys, slug }) => slugAmong(known, keys) ?? slug);
    }
    if (dryRun) {
      const rows = await this.#connections.read<{ slug: string }>(TAKEN_SLUGS, [parent, wishesOf(values)]);
      const taken = new Set(rows.map(({ slug }) => slug));
      return values.map(({ keys, slug }) => slugAmong(known, keys) ?? freeSlug(slug, taken));
    }
    return this.#connections.write((queries) => assign(queries, parent, values));
  }

  async declare(sets: readonly StoredSet[]): Promise<void> {
    if (sets.length === 0) return;
    const wanted = new Map(sets.map(({ setSpec, setName }) => [setSpec, setName]));
    // Mostly all is declared, and this may be a standby.
    const declared = await this.#connections.answers.read<StoredSet>(DECLARED, [[...wanted.keys()]]);
    for (const { setSpec, setName } of declared) if (wanted.get(setSpec) === setName) wanted.delete(setSpec);
    if (wanted.size === 0) return;
    await this.#connections.write(async (queries) => {
      await queries.run(MAKE_SETS, [[...new Set([...wanted.keys()].flatMap(withAncestors))]]);
      const columns = columnsOf(
        [...wanted],
        ([setSpec]) => setSpec,
        ([, setName]) => setName,
      );
      await queries.run(NAME_SETS, columns);
    });
  }

  async dropUnused(keep: readonly SetSpec[]): Promise<void> {
    await this.#connections.write(async (queries) => {
      while ((await queries.run(DROP_SETS, [keep])) > 0);
      await queries.run(DROP_TALLIES);
    });
  }
}

async function assign(queries: Queries, parent: SetSpec, values: readonly SluggedValue[]): Promise<string[]> {
  const known = slugsOf(await queries.rows(SLUGS_OF_KEYS, [parent, keysOf(values)]));
  const rows = await queries.rows<{ slug: string }>(TAKEN_SLUGS, [parent, wishesOf(values)]);
  const taken = new Set(rows.map(({ slug }) => slug));
  const added: { key: string; slug: string; setName: string }[] = [];
  const slugs = values.map(({ keys, slug: wish, setName }) => {
    const slug = slugAmong(known, keys) ?? freeSlug(wish, taken);
    taken.add(slug);
    for (const key of keys.filter((one) => !known.has(one))) {
      known.set(key, slug);
      added.push({ key, slug, setName });
    }
    return slug;
  });
  const columns = columnsOf(
    added,
    ({ key }) => key,
    ({ slug }) => slug,
    ({ setName }) => setName,
  );
  await queries.run(INSERT_SLUGS, [parent, ...columns]);
  return slugs;
}

function keysOf(values: readonly SluggedValue[]): string[] {
  return [...new Set(values.flatMap(({ keys }) => keys))];
}

function wishesOf(values: readonly SluggedValue[]): string[] {
  return [...new Set(values.map(({ slug }) => slug))];
}

function slugsOf(rows: readonly { key: string; slug: string }[]): Map<string, string> {
  return new Map(rows.map(({ key, slug }) => [key, slug]));
}

/** That of the first key that has one. */
function slugAmong(known: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  for (const key of keys) if (known.has(key)) return known.get(key);
  return undefined;
}

function freeSlug(wish: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wish : `${wish}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}
