-- The store in PostgreSQL. Its tables are those of SQLite, whose numbers these are; no store in PostgreSQL is older.
-- Order is everything here: see docs/adr/0002-harvest-order.md. Texts that are ordered are ordered by their bytes.
-- Whoever writes holds the clock row, so new numbers are the highest one and 1: no sequences that a copy would leave behind.

-- One row: what the store knows of its repository.
CREATE TABLE repository (
  id smallint PRIMARY KEY CHECK (id = 1),
  -- Domain in the identifiers; once records bear it, it never changes.
  repository_identifier text,
  -- When the store was made, in UTC seconds: earliestDatestamp.
  created bigint NOT NULL,
  -- Keys that authenticate resumption tokens; the previous one serves lists that are under way.
  token_key bytea NOT NULL,
  previous_token_key bytea,
  -- What the stored bodies were made with (landing URL …); other settings mean that they must be made anew.
  rendering text,
  -- JSON: what a run that renders anew is rendering with, and the last identifier that it has done.
  rendering_progress text
);

-- The clock row: the highest second ever used, and the next sequence number. Writers hold it while they stamp.
CREATE TABLE clock (
  id smallint PRIMARY KEY CHECK (id = 1),
  high bigint NOT NULL,
  next_sequence bigint NOT NULL
) WITH (fillfactor = 10);

-- Where each second begins in harvest order: turns from and until into places.
CREATE TABLE tick (
  datestamp bigint PRIMARY KEY,
  first_sequence bigint NOT NULL
);

CREATE TABLE format (
  format_id smallint PRIMARY KEY,
  metadata_prefix text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE item (
  item_id bigint PRIMARY KEY,
  identifier text COLLATE "C" NOT NULL UNIQUE,
  -- Canonical JSON; NULL for a deletion that came without an item.
  content text,
  -- Minimal list, separated by blanks, in byte order.
  set_specs text NOT NULL,
  deleted text CHECK (deleted IN ('source', 'hand')),
  -- UTC second from which the item is to be seen, while that is still to come.
  visible_from bigint,
  -- Which source it belongs to; a complete source deletes only its own.
  source text COLLATE "C" NOT NULL DEFAULT 'import',
  -- Payloads kept as they came, as JSON from metadataPrefix to XML, and the provenance of a harvested record.
  verbatim text,
  -- 1: erased for legal reasons. Nothing of it is kept but its tombstone, and nothing is taken in again.
  erased smallint NOT NULL DEFAULT 0 CHECK (erased IN (0, 1))
);

CREATE INDEX item_waiting ON item (visible_from) WHERE visible_from IS NOT NULL;
CREATE INDEX item_of_source ON item (source, identifier) WHERE deleted IS NULL;

-- What changes goes to the end, and leaves dead rows where pages begin to read. So the tables of harvest order are vacuumed
-- when a hundredth of them is dead; PostgreSQL itself would wait for a fifth.

-- One row for each item in each format, tombstones included, for ever. No foreign keys: only one piece of code writes here.
CREATE TABLE record (
  -- format_id * 2^40 + sequence: a format's records lie side by side, in harvest order.
  place bigint PRIMARY KEY,
  item_id bigint NOT NULL,
  format_id smallint NOT NULL,
  datestamp bigint NOT NULL,
  deleted smallint NOT NULL CHECK (deleted IN (0, 1)),
  -- As it stands in the header.
  identifier text COLLATE "C" NOT NULL,
  set_specs text NOT NULL,
  -- Of the whole record with its header, unpacked, in bytes.
  size integer NOT NULL,
  -- Half a SHA-256 of the body; empty for a tombstone.
  digest bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

CREATE UNIQUE INDEX record_of_item ON record (item_id, format_id);

-- Neighbouring records of one format, in harvest order. A run holds all records from its first place to its last.
CREATE TABLE run (
  first_place bigint PRIMARY KEY,
  last_place bigint NOT NULL,
  records integer NOT NULL,
  -- Of the records, unpacked, in bytes; and their CRC-32.
  size integer NOT NULL,
  crc bigint NOT NULL,
  -- Raw deflate that ends on a byte, without a last block: runs are sent behind each other in one gzip member.
  packed bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

ALTER TABLE run ALTER COLUMN packed SET STORAGE EXTERNAL;

-- The same bytes, not packed, a few records a row: of the formats that are asked for most, see RecordLayout.keptPlain.
CREATE TABLE plain_run (
  first_place bigint PRIMARY KEY,
  plain bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

ALTER TABLE plain_run ALTER COLUMN plain SET STORAGE EXTERNAL;

CREATE TABLE oai_set (
  set_id integer PRIMARY KEY,
  set_spec text COLLATE "C" NOT NULL UNIQUE,
  set_name text NOT NULL,
  -- 1: declared by the configuration or made by a rule of it; such a set goes when neither it nor a record needs it.
  declared smallint NOT NULL DEFAULT 0 CHECK (declared IN (0, 1))
);

-- Which places are in which set, ancestors written out: a set is one range.
CREATE TABLE member (
  set_id integer NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (set_id, place)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

-- Exact list sizes; set_id 0 is the whole format. Tombstones are in records too.
CREATE TABLE tally (
  format_id smallint NOT NULL,
  set_id integer NOT NULL,
  records bigint NOT NULL,
  deleted bigint NOT NULL,
  PRIMARY KEY (format_id, set_id)
);

-- The last segments of sets that were made of values, for ever: harvesters know them.
CREATE TABLE slug (
  parent text COLLATE "C" NOT NULL,
  -- What makes a value the same value: an ISSN, a title without regard to case, a code.
  key text COLLATE "C" NOT NULL,
  slug text COLLATE "C" NOT NULL,
  -- Of the set, once a record is in it.
  set_name text NOT NULL
);

-- What is in an index must have less than 2700 bytes, and a key may have more: its beginning, which puts it in order, and
-- a number for the rest.
CREATE UNIQUE INDEX slug_of_key ON slug (parent, left(key, 500), hashtextextended(key, 0));
CREATE INDEX slug_in_use ON slug (parent, slug);

CREATE TABLE source (
  name text COLLATE "C" PRIMARY KEY,
  -- Who runs it now (host, process), and until when that holds unless renewed, in UTC seconds.
  lock_owner text,
  lock_until bigint,
  started bigint,
  ended bigint,
  -- JSON: what the last run came to.
  outcome text,
  -- In words, when the last run failed.
  fault text,
  -- JSON: where an incremental source goes on.
  state text
);

-- What could not be served, as it came.
CREATE TABLE reject (
  reject_id bigint PRIMARY KEY,
  source text COLLATE "C" NOT NULL,
  -- File or URL, and line.
  path text COLLATE "C" NOT NULL,
  line bigint,
  identifier text COLLATE "C",
  reason text NOT NULL,
  raw text,
  rejected bigint NOT NULL
);

-- What was refused may have any identifier.
CREATE INDEX reject_of_source ON reject (source, left(identifier, 500));
