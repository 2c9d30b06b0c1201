-- The schema as it stands, made from migrations/postgres by `npm run snapshot`. Do not edit.

CREATE TABLE store_version (
  version integer NOT NULL
);

CREATE TABLE repository (
  id smallint NOT NULL,
  repository_identifier text,
  created bigint NOT NULL,
  token_key bytea NOT NULL,
  previous_token_key bytea,
  rendering text,
  rendering_progress text,
  copying text,
  restamp_before bigint,
  maintenance text,
  PRIMARY KEY (id),
  CHECK ((id = 1))
);

CREATE TABLE clock (
  id smallint NOT NULL,
  high bigint NOT NULL,
  next_sequence bigint NOT NULL,
  PRIMARY KEY (id),
  CHECK ((id = 1))
) WITH (fillfactor=10);

CREATE TABLE tick (
  datestamp bigint NOT NULL,
  first_sequence bigint NOT NULL,
  PRIMARY KEY (datestamp)
);

CREATE TABLE format (
  format_id smallint NOT NULL,
  metadata_prefix text COLLATE "C" NOT NULL,
  UNIQUE (metadata_prefix),
  PRIMARY KEY (format_id)
);

CREATE TABLE item (
  item_id bigint NOT NULL,
  identifier text COLLATE "C" NOT NULL,
  content text,
  set_specs text NOT NULL,
  deleted text,
  visible_from bigint,
  source text COLLATE "C" NOT NULL DEFAULT 'import'::text,
  verbatim text,
  erased smallint NOT NULL DEFAULT 0,
  UNIQUE (identifier),
  PRIMARY KEY (item_id),
  CHECK ((deleted = ANY (ARRAY['source'::text, 'hand'::text]))),
  CHECK ((erased = ANY (ARRAY[0, 1])))
);
CREATE INDEX item_waiting ON item USING btree (visible_from) WHERE (visible_from IS NOT NULL);
CREATE INDEX item_of_source ON item USING btree (source, identifier) WHERE (deleted IS NULL);

CREATE TABLE record (
  place bigint NOT NULL,
  item_id bigint NOT NULL,
  format_id smallint NOT NULL,
  datestamp bigint NOT NULL,
  deleted smallint NOT NULL,
  identifier text COLLATE "C" NOT NULL,
  set_specs text NOT NULL,
  size integer NOT NULL,
  digest bytea NOT NULL,
  PRIMARY KEY (place),
  CHECK ((deleted = ANY (ARRAY[0, 1])))
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000);
CREATE UNIQUE INDEX record_of_item ON record USING btree (item_id, format_id);

CREATE TABLE run (
  first_place bigint NOT NULL,
  last_place bigint NOT NULL,
  records integer NOT NULL,
  size integer NOT NULL,
  crc bigint NOT NULL,
  packed bytea NOT NULL,
  PRIMARY KEY (first_place)
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000);
ALTER TABLE run ALTER COLUMN packed SET STORAGE EXTERNAL;

CREATE TABLE plain_run (
  first_place bigint NOT NULL,
  plain bytea NOT NULL,
  PRIMARY KEY (first_place)
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000);
ALTER TABLE plain_run ALTER COLUMN plain SET STORAGE EXTERNAL;

CREATE TABLE oai_set (
  set_id integer NOT NULL,
  set_spec text COLLATE "C" NOT NULL,
  set_name text NOT NULL,
  declared smallint NOT NULL DEFAULT 0,
  UNIQUE (set_spec),
  PRIMARY KEY (set_id),
  CHECK ((declared = ANY (ARRAY[0, 1])))
);

CREATE TABLE member (
  set_id integer NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (set_id, place)
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000);

CREATE TABLE tally (
  format_id smallint NOT NULL,
  set_id integer NOT NULL,
  records bigint NOT NULL,
  deleted bigint NOT NULL,
  PRIMARY KEY (format_id, set_id)
);

CREATE TABLE slug (
  parent text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  slug text COLLATE "C" NOT NULL,
  set_name text NOT NULL
);
CREATE UNIQUE INDEX slug_of_key ON slug USING btree (parent, "left"(key, 500), hashtextextended(key, (0)::bigint));
CREATE INDEX slug_in_use ON slug USING btree (parent, slug);

CREATE TABLE source (
  name text COLLATE "C" NOT NULL,
  lock_owner text,
  lock_until bigint,
  started bigint,
  ended bigint,
  outcome text,
  fault text,
  state text,
  PRIMARY KEY (name)
);

CREATE TABLE reject (
  reject_id bigint NOT NULL,
  source text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  line bigint,
  identifier text COLLATE "C",
  reason text NOT NULL,
  raw text,
  rejected bigint NOT NULL,
  PRIMARY KEY (reject_id)
);
CREATE INDEX reject_of_source ON reject USING btree (source, "left"(identifier, 500));

CREATE TABLE act (
  act_id bigint NOT NULL,
  began bigint NOT NULL,
  ended bigint,
  actor text NOT NULL,
  command text NOT NULL,
  outcome text,
  PRIMARY KEY (act_id)
);
