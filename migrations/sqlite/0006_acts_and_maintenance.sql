-- What people and their programs did to the repository by commands, one row each.
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

-- Set: harvesters are told to come again later. JSON: since when, and after how many seconds.
ALTER TABLE repository ADD COLUMN maintenance TEXT;
