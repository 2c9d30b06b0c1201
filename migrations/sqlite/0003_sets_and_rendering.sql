-- Sets that the configuration declares, and how far rendering anew has come.

-- 1: declared by the configuration or made by a rule of it; such a set goes when neither it nor a record needs it.
ALTER TABLE oai_set ADD COLUMN declared INTEGER NOT NULL DEFAULT 0 CHECK (declared IN (0, 1));

-- The last segments of sets that were made of values, for ever: harvesters know them.
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

-- JSON: what a run that renders anew is rendering with, and the last identifier that it has done.
ALTER TABLE repository ADD COLUMN rendering_progress TEXT;
