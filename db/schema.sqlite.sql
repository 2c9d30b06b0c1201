-- The schema as it stands, made from migrations/sqlite by `npm run snapshot`. Do not edit.

CREATE TABLE repository (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Domain in the identifiers; once records bear it, it never changes.
  repository_identifier TEXT,
  -- When the store was made, in UTC seconds: earliestDatestamp.
  created INTEGER NOT NULL,
  -- Keys that authenticate resumption tokens; the previous one serves lists that are under way.
  token_key BLOB NOT NULL,
  previous_token_key BLOB,
  -- What the stored bodies were made with (landing URL …); other settings mean that they must be made anew.
  rendering TEXT
, rendering_progress TEXT, copying TEXT, restamp_before INTEGER, maintenance TEXT) STRICT;

CREATE TABLE clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  high INTEGER NOT NULL,
  next_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE tick (
  datestamp INTEGER PRIMARY KEY,
  first_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE format (
  format_id INTEGER PRIMARY KEY,
  metadata_prefix TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE item (
  item_id INTEGER PRIMARY KEY,
  identifier TEXT NOT NULL UNIQUE,
  -- Canonical JSON; NULL for a deletion that came without an item.
  content TEXT,
  -- Minimal list, separated by blanks, in byte order.
  set_specs TEXT NOT NULL,
  deleted TEXT CHECK (deleted IN ('source', 'hand')),
  -- UTC second from which the item is to be seen, while that is still to come.
  visible_from INTEGER
, source TEXT NOT NULL DEFAULT 'import', verbatim TEXT, erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1))) STRICT;

CREATE INDEX item_waiting ON item (visible_from) WHERE visible_from IS NOT NULL;

CREATE TABLE record (
  -- format_id * 2^40 + sequence: a format's records lie side by side, in harvest order.
  place INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL REFERENCES item (item_id),
  format_id INTEGER NOT NULL REFERENCES format (format_id),
  datestamp INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  -- As it stands in the header.
  identifier TEXT NOT NULL,
  set_specs TEXT NOT NULL,
  -- Everything behind the header; empty for a tombstone.
  size INTEGER NOT NULL DEFAULT 0, digest BLOB NOT NULL DEFAULT x'') STRICT;

CREATE UNIQUE INDEX record_of_item ON record (item_id, format_id);

CREATE TABLE oai_set (
  set_id INTEGER PRIMARY KEY,
  set_spec TEXT NOT NULL UNIQUE,
  set_name TEXT NOT NULL
, declared INTEGER NOT NULL DEFAULT 0 CHECK (declared IN (0, 1))) STRICT;

CREATE TABLE member (
  set_id INTEGER NOT NULL REFERENCES oai_set (set_id),
  -- A record.place; no foreign key, which would need an index by place of its own.
  place INTEGER NOT NULL,
  PRIMARY KEY (set_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
  format_id INTEGER NOT NULL,
  set_id INTEGER NOT NULL,
  records INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  PRIMARY KEY (format_id, set_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_of_source ON item (source, identifier) WHERE deleted IS NULL;

CREATE TABLE source (
  name TEXT PRIMARY KEY,
  -- Who runs it now (host, process), and until when that holds unless renewed, in UTC seconds.
  lock_owner TEXT,
  lock_until INTEGER,
  started INTEGER,
  ended INTEGER,
  -- JSON: what the last run came to.
  outcome TEXT,
  -- In words, when the last run failed.
  fault TEXT,
  -- JSON: where an incremental source goes on.
  state TEXT
) STRICT;

CREATE TABLE reject (
  reject_id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  -- File or URL, and line.
  path TEXT NOT NULL,
  line INTEGER,
  identifier TEXT,
  reason TEXT NOT NULL,
  raw TEXT,
  rejected INTEGER NOT NULL
) STRICT;

CREATE INDEX reject_of_source ON reject (source, identifier);

CREATE TABLE slug (
  parent TEXT NOT NULL,
  -- What makes a value the same value: an ISSN, a title without regard to case, a code.
  key TEXT NOT NULL,
  slug TEXT NOT NULL,
  -- Of the set, once a record is in it.
  set_name TEXT NOT NULL,
  PRIMARY KEY (parent, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX slug_in_use ON slug (parent, slug);

CREATE TABLE run (
  first_place INTEGER PRIMARY KEY,
  last_place INTEGER NOT NULL,
  records INTEGER NOT NULL,
  -- Of the records, unpacked, in bytes; and their CRC-32.
  size INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  -- Raw deflate that ends on a byte, without a last block: runs are sent behind each other in one gzip member.
  packed BLOB NOT NULL
) STRICT;

CREATE TABLE plain_run (
  first_place INTEGER PRIMARY KEY,
  plain BLOB NOT NULL
) STRICT;

CREATE TABLE act (
  act_id INTEGER PRIMARY KEY,
  -- UTC seconds; NULL: it is going on, or its process was killed.
  began INTEGER NOT NULL,
  ended INTEGER,
  -- Who, on which machine.
  actor TEXT NOT NULL,
  -- The command line, without passwords.
  command TEXT NOT NULL,
  -- In words: done, or why it failed.
  outcome TEXT
) STRICT;
