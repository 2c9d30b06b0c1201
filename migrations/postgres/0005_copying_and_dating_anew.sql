-- What a store is in the middle of, when it is a copy that is being made or when all its records are being dated anew.

-- Set: the store is being copied into, and nothing but that copy may use it. JSON: from where, and how to tell that the
-- source has not changed since.
ALTER TABLE repository ADD COLUMN copying text;

-- Set: all records are being dated anew. Those with a sequence number below this one still have their old datestamps.
ALTER TABLE repository ADD COLUMN restamp_before bigint;
