import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { articleOf, dublinCoreOf, oaiIdentifierOf } from './article.ts';

/** The first articles as plain rows in a database of their own, for the control server. */
export function makeRows(path: string, count: number, items: number): void {
  rmSync(path, { force: true });
  const db = new Database(path);
  db.exec(
    'CREATE TABLE record (place INTEGER PRIMARY KEY, identifier TEXT, datestamp INTEGER, set_specs TEXT, body TEXT)',
  );
  const insert = db.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (let number = 0; number < count; number += 1) {
      const article = articleOf(number, items);
      insert.run(number, oaiIdentifierOf(number), 1_600_000_000, article.sets.join(' '), dublinCoreOf(article));
    }
  })();
  db.close();
}
