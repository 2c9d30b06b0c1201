/** A value as both engines keep it. */
export type Value = string | number | null | Buffer;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Value>>;

/** A table that all engines have alike: db/schema.sqlite.sql says what it is. */
export interface StoredTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, 'integer' | 'text' | 'bytes'>>;
  /** Columns of its primary key: integers, and texts in the order of their bytes. */
  readonly key: readonly string[];
  /** So many rows are a few megabytes at most, as rows mostly are; fewer are read where they are larger: see readRows. */
  readonly rowsAtOnce: number;
}

/** What the store knows of its repository, without what it says of a copy. One row. */
export const REPOSITORY: StoredTable = {
  name: 'repository',
  columns: {
    id: 'integer',
    repository_identifier: 'text',
    created: 'integer',
    token_key: 'bytes',
    previous_token_key: 'bytes',
    rendering: 'text',
    rendering_progress: 'text',
    restamp_before: 'integer',
    maintenance: 'text',
  },
  key: ['id'],
  rowsAtOnce: 1,
};

/** The clock row. */
export const CLOCK: StoredTable = {
  name: 'clock',
  columns: { id: 'integer', high: 'integer', next_sequence: 'integer' },
  key: ['id'],
  rowsAtOnce: 1,
};

export const FORMAT: StoredTable = {
  name: 'format',
  columns: { format_id: 'integer', metadata_prefix: 'text' },
  key: ['format_id'],
  rowsAtOnce: 1000,
};

export const OAI_SET: StoredTable = {
  name: 'oai_set',
  columns: { set_id: 'integer', set_spec: 'text', set_name: 'text', declared: 'integer' },
  key: ['set_id'],
  rowsAtOnce: 1000,
};

export const SOURCE: StoredTable = {
  name: 'source',
  columns: {
    name: 'text',
    lock_owner: 'text',
    lock_until: 'integer',
    started: 'integer',
    ended: 'integer',
    outcome: 'text',
    fault: 'text',
    state: 'text',
  },
  key: ['name'],
  rowsAtOnce: 100,
};

export const TALLY: StoredTable = {
  name: 'tally',
  columns: { format_id: 'integer', set_id: 'integer', records: 'integer', deleted: 'integer' },
  key: ['format_id', 'set_id'],
  rowsAtOnce: 1000,
};

export const ITEM: StoredTable = {
  name: 'item',
  columns: {
    item_id: 'integer',
    identifier: 'text',
    content: 'text',
    set_specs: 'text',
    deleted: 'text',
    visible_from: 'integer',
    source: 'text',
    verbatim: 'text',
    erased: 'integer',
  },
  key: ['item_id'],
  rowsAtOnce: 500,
};

export const REJECT: StoredTable = {
  name: 'reject',
  columns: {
    reject_id: 'integer',
    source: 'text',
    path: 'text',
    line: 'integer',
    identifier: 'text',
    reason: 'text',
    raw: 'text',
    rejected: 'integer',
  },
  key: ['reject_id'],
  rowsAtOnce: 200,
};

const SLUG: StoredTable = {
  name: 'slug',
  columns: { parent: 'text', key: 'text', slug: 'text', set_name: 'text' },
  key: ['parent', 'key'],
  rowsAtOnce: 1000,
};

const TICK: StoredTable = {
  name: 'tick',
  columns: { datestamp: 'integer', first_sequence: 'integer' },
  key: ['datestamp'],
  rowsAtOnce: 1000,
};

export const RECORD: StoredTable = {
  name: 'record',
  columns: {
    place: 'integer',
    item_id: 'integer',
    format_id: 'integer',
    datestamp: 'integer',
    deleted: 'integer',
    identifier: 'text',
    set_specs: 'text',
    size: 'integer',
    digest: 'bytes',
  },
  key: ['place'],
  rowsAtOnce: 1000,
};

export const RUN: StoredTable = {
  name: 'run',
  columns: {
    first_place: 'integer',
    last_place: 'integer',
    records: 'integer',
    size: 'integer',
    crc: 'integer',
    packed: 'bytes',
  },
  key: ['first_place'],
  rowsAtOnce: 100,
};

export const PLAIN_RUN: StoredTable = {
  name: 'plain_run',
  columns: { first_place: 'integer', plain: 'bytes' },
  key: ['first_place'],
  rowsAtOnce: 100,
};

const MEMBER: StoredTable = {
  name: 'member',
  columns: { set_id: 'integer', place: 'integer' },
  key: ['set_id', 'place'],
  rowsAtOnce: 5000,
};

const ACT: StoredTable = {
  name: 'act',
  columns: {
    act_id: 'integer',
    began: 'integer',
    ended: 'integer',
    actor: 'text',
    command: 'text',
    outcome: 'text',
  },
  key: ['act_id'],
  rowsAtOnce: 1000,
};

/** All tables with contents, each behind those that it refers to. */
export const CONTENTS: readonly StoredTable[] = [
  FORMAT,
  OAI_SET,
  SLUG,
  SOURCE,
  TALLY,
  TICK,
  ITEM,
  RECORD,
  RUN,
  PLAIN_RUN,
  MEMBER,
  REJECT,
  ACT,
];

/** The part of a row that is its key. */
export function keyOf(table: StoredTable, row: Row): Value[] {
  return table.key.map((column) => row[column] ?? null);
}
