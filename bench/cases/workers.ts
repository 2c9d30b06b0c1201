import type { Bench, CheckedLists } from '../bench.ts';
import { atMost, figuresOf } from '../figures.ts';
import { measureByTurns } from '../measure.ts';
import { Program } from '../program.ts';
import { stopServer } from '../server-process.ts';
import { stretchesOf } from '../stretches.ts';

/** The same harvest with several worker processes and with one. */
export async function workers(bench: Bench, { whole }: CheckedLists): Promise<void> {
  const { corpus, program, seconds, report, tell } = bench;
  if (!Program.serveKnows('--workers')) return tell('serve knows no --workers: nothing to compare');
  const one = await program.serve(corpus.database);
  const several = await program.serve(corpus.database, { words: ['--workers', String(bench.workers)] });
  try {
    const load = { kind: 'walk', stretches: stretchesOf(whole, 2 * bench.workers), seconds } as const;
    // Each warms up first.
    await measureByTurns([
      [one, { ...load, seconds: 1 }],
      [several, { ...load, seconds: 1 }],
    ]);
    const [alone, shared] = await measureByTurns([
      [one, load],
      [several, load],
    ]);
    const [single, both] = [figuresOf(alone, alone.records), figuresOf(shared, shared.records)];
    const cpu = (both.cpuSecondsPerMillion ?? Number.NaN) / (single.cpuSecondsPerMillion ?? Number.NaN);
    report({ case: `walk, ${bench.workers} workers: CPU`, ...both, ...atMost(cpu, 1.2, 'one worker') });
    report({ case: 'walk, one worker', control: true, ...single });
  } finally {
    await stopServer(one);
    await stopServer(several);
  }
}
