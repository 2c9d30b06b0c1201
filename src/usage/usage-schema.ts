/** Marks a file as a usage file of ours: "OAU1" in ASCII, in the header field that SQLite keeps for this. */
export const APPLICATION_ID = 0x4f415531;

/** The schema, a step a version; `user_version` counts them. Once released, a step is never edited. */
export const MIGRATIONS: readonly string[] = [
  `
  -- Who writes to this file (one row), and until when that holds unless it is renewed.
  CREATE TABLE writer (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    owner TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;

  -- All times are UTC seconds. What is not known is an empty text: NULLs are never equal, so no key could hold them.
  CREATE TABLE harvester (
    harvester_id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    network TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    UNIQUE (agent, network, mailbox)
  ) STRICT;

  -- Sums of an hour; of a day, once they are a month old.
  CREATE TABLE hour (
    harvester_id INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    busy INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    broken INTEGER NOT NULL,
    PRIMARY KEY (harvester_id, hour)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hour_of_all ON hour (hour);

  -- Requests of people and crawlers for pages: counted, and nothing of who they are.
  CREATE TABLE visit (
    kind TEXT NOT NULL,
    hour INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (kind, hour)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE asked (
    harvester_id INTEGER NOT NULL,
    verb TEXT NOT NULL,
    metadata_prefix TEXT NOT NULL,
    set_spec TEXT NOT NULL,
    requests INTEGER NOT NULL,
    records INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (harvester_id, verb, metadata_prefix, set_spec)
  ) STRICT, WITHOUT ROWID;

  -- Answers that were an error, by the code of the protocol or the status of HTTP.
  CREATE TABLE refusal (
    harvester_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    requests INTEGER NOT NULL,
    last INTEGER NOT NULL,
    example TEXT NOT NULL,
    PRIMARY KEY (harvester_id, code)
  ) STRICT, WITHOUT ROWID;

  -- Walks through a list, page by page.
  CREATE TABLE list (
    list_id INTEGER PRIMARY KEY,
    harvester_id INTEGER NOT NULL,
    verb TEXT NOT NULL,
    metadata_prefix TEXT NOT NULL,
    set_spec TEXT NOT NULL,
    from_date TEXT NOT NULL,
    until_date TEXT NOT NULL,
    began INTEGER NOT NULL,
    last INTEGER NOT NULL,
    ended INTEGER,
    pages INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    size INTEGER NOT NULL,
    -- Whether its first page was seen.
    whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
    -- JSON: [seconds since it began, records delivered], thinned out.
    points TEXT NOT NULL
  ) STRICT;
  CREATE INDEX list_of_harvester ON list (harvester_id, last);
  CREATE INDEX list_open ON list (last) WHERE ended IS NULL;

  -- The store at a moment; once a month old, one a day.
  CREATE TABLE sample (
    at INTEGER PRIMARY KEY,
    items INTEGER NOT NULL,
    sets INTEGER NOT NULL,
    rejects INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE format_sample (
    metadata_prefix TEXT NOT NULL,
    at INTEGER NOT NULL,
    records INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (metadata_prefix, at)
  ) STRICT, WITHOUT ROWID;

  -- What takes long to count, as it was counted last (one row).
  CREATE TABLE census (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    -- JSON of a Census.
    content TEXT NOT NULL
  ) STRICT;
  `,
];
