-- Records are kept in runs, packed as they are sent; a row of `record` says where one lies and what it is.

-- Neighbouring records of one format, in harvest order. A run holds all records from its first place to its last.
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

-- The same bytes, not packed, a few records a row: of the formats that are asked for most, see RecordLayout.keptPlain.
CREATE TABLE plain_run (
  first_place INTEGER PRIMARY KEY,
  plain BLOB NOT NULL
) STRICT;

-- Of the whole record with its header, unpacked, in bytes.
ALTER TABLE record ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
-- Half a SHA-256 of the body; empty for a tombstone.
ALTER TABLE record ADD COLUMN digest BLOB NOT NULL DEFAULT x'';

-- pack, crc_of and digest_of are the program's own: src/store/sqlite/migration-functions.ts.
CREATE VIEW whole_record AS
SELECT place, CAST(
  '<record><header' || iif(deleted, ' status="deleted"', '') || '><identifier>' || identifier
  || '</identifier><datestamp>' || strftime('%Y-%m-%dT%H:%M:%SZ', datestamp, 'unixepoch') || '</datestamp>'
  || iif(set_specs = '', '', '<setSpec>' || replace(set_specs, ' ', '</setSpec><setSpec>') || '</setSpec>')
  || '</header>' || body || '</record>' || char(10) AS BLOB) AS bytes
FROM record;

INSERT INTO run (first_place, last_place, records, size, crc, packed)
SELECT first_place, last_place, records, octet_length(plain), crc_of(plain), pack(plain)
FROM (
  SELECT min(place) AS first_place, max(place) AS last_place, count(*) AS records,
    CAST(group_concat(bytes, '' ORDER BY place) AS BLOB) AS plain
  FROM whole_record GROUP BY place / 25
);

-- Cut so that each lies in one run.
INSERT INTO plain_run (first_place, plain)
SELECT min(place), CAST(group_concat(bytes, '' ORDER BY place) AS BLOB)
FROM whole_record WHERE place / 1099511627776 = (SELECT format_id FROM format WHERE metadata_prefix = 'oai_dc')
GROUP BY place / 25, place % 25 / 8;

UPDATE record SET
  size = (SELECT octet_length(bytes) FROM whole_record WHERE whole_record.place = record.place),
  digest = iif(deleted, x'', digest_of(body));

DROP VIEW whole_record;
ALTER TABLE record DROP COLUMN body;
