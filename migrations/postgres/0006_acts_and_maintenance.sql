-- What people and their programs did to the repository by commands, one row each.
CREATE TABLE act (
  act_id bigint PRIMARY KEY,
  -- UTC seconds; NULL: it is going on, or its process was killed.
  began bigint NOT NULL,
  ended bigint,
  -- Who, on which machine.
  actor text NOT NULL,
  -- The command line, without passwords.
  command text NOT NULL,
  -- In words: done, or why it failed.
  outcome text
);

-- Set: harvesters are told to come again later. JSON: since when, and after how many seconds.
ALTER TABLE repository ADD COLUMN maintenance text;
