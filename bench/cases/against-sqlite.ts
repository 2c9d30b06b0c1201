import type { Bench, CheckedLists } from '../bench.ts';
import { atLeast, figuresOf } from '../figures.ts';
import type { Verified } from '../load.ts';
import { measure, measureByTurns, type Task } from '../measure.ts';
import { type ServerProcess, stopServer } from '../server-process.ts';
import { stretchesOf } from '../stretches.ts';
import { checkWhole } from './check-lists.ts';

const CONNECTIONS = 4;
/** The share of the records a second from SQLite that is wanted. */
const SHARE = 0.5;

/** The same walks over the same repository in PostgreSQL and in SQLite, by turns. */
export async function againstSqlite(bench: Bench, endpoint: ServerProcess, { whole }: CheckedLists): Promise<void> {
  const { corpus, inSqlite, program, seconds, report, wants } = bench;
  if (!inSqlite) return;
  const sqlite = await program.serve(inSqlite.database);
  try {
    const wholeOfSqlite = await checkWhole(bench, sqlite);
    const walk = (server: ServerProcess, list: Verified, connections: number, coding?: string): Task => [
      server,
      {
        kind: 'walk',
        stretches: stretchesOf(list, connections, coding !== undefined),
        seconds,
        ...(coding !== undefined && { headers: `Accept-Encoding: ${coding}\r\n` }),
      },
    ];
    const compare = async (name: string, connections: number, coding?: string) => {
      // Both are warm then.
      const tasks = [
        walk(endpoint, whole, connections, coding),
        walk(sqlite, wholeOfSqlite, connections, coding),
      ] as const;
      for (const [server, load] of tasks) await measure(server, { ...load, seconds: 1 });
      const [ours, theirs] = (await measureByTurns(tasks)).map((cost) => figuresOf(cost, corpus.items * cost.rounds));
      if (!ours || !theirs) throw new Error('two tasks have two costs');
      const ratio = (ours.recordsPerSecond ?? Number.NaN) / (theirs.recordsPerSecond ?? Number.NaN);
      report({ case: `PostgreSQL, ${name}`, ...ours, ...atLeast(ratio, SHARE, 'SQLite') });
      report({ case: `SQLite, ${name}`, control: true, ...theirs });
    };
    if (wants('walk')) {
      await compare('walk, 4 connections', CONNECTIONS);
      await compare('walk, 1 connection', 1);
    }
    if (wants('gzip')) await compare('walk gzip', CONNECTIONS, 'gzip');
  } finally {
    await stopServer(sqlite);
  }
}
