import { readdirSync, readFileSync } from 'node:fs';

export interface Migration {
  /** 1, 2, 3 …; the same for all engines. PostgreSQL begins at 4: no store in it is older. */
  version: number;
  name: string;
  sql: string;
}

export type Engine = 'sqlite' | 'postgres';

/** The numbered SQL files of an engine, in order. They lie beside src as beside dist. */
export function migrationsOf(engine: Engine): Migration[] {
  const folder = new URL(`../../migrations/${engine}/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number.parseInt(name, 10),
      name: name.replace(/\.sql$/, ''),
      sql: readFileSync(new URL(name, folder), 'utf8'),
    }));
}
