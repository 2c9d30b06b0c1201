-- Sources that are imported again and again, what was refused, and records kept as another endpoint sent them.

-- Which source an item belongs to; a complete source deletes only its own.
ALTER TABLE item ADD COLUMN source TEXT NOT NULL DEFAULT 'import';
-- Payloads kept as they came, as JSON from metadataPrefix to XML, and the provenance of a harvested record.
ALTER TABLE item ADD COLUMN verbatim TEXT;
-- 1: erased for legal reasons. Nothing of it is kept but its tombstone, and nothing is taken in again.
ALTER TABLE item ADD COLUMN erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1));

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

-- What could not be served, as it came.
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
