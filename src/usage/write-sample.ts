import type Database from 'better-sqlite3';
import type { Census, StoreSample } from './store-sample.ts';

export function writeSample(db: Database.Database, { formats, ...sample }: StoreSample, at: number): void {
  db.transaction(() => {
    db.prepare(
      `INSERT INTO sample (at, items, sets, rejects, bytes) VALUES (@at, @items, @sets, @rejects, @bytes)
       ON CONFLICT DO NOTHING`,
    ).run({ at, ...sample });
    const add = db.prepare(
      `INSERT INTO format_sample (metadata_prefix, at, records, deleted) VALUES (@metadataPrefix, @at, @records, @deleted)
       ON CONFLICT DO NOTHING`,
    );
    for (const format of formats) add.run({ at, ...format });
  })();
}

export function writeCensus(db: Database.Database, census: Census, at: number): void {
  db.prepare(
    `INSERT INTO census (id, at, content) VALUES (1, @at, @content)
     ON CONFLICT DO UPDATE SET at = excluded.at, content = excluded.content`,
  ).run({ at, content: JSON.stringify(census) });
}
