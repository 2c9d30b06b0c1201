import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, ENDPOINT, LIST_RECORDS } from '../bench.ts';
import { makeItems } from '../make-items.ts';
import { measure } from '../measure.ts';
import type { ImportRun, Program } from '../program.ts';
import { stopServer } from '../server-process.ts';

/** Items a second that are wanted with oai_dc alone and with all formats. */
const WANTED = { oaiDc: 10_000, all: 1500 };
/** How much slower an import into a large store may be, and an answer during it. */
const SLOWER = 1.2;
const LATER = 3;

/** Import by the command, into an empty store and into a large one that is being served. */
export async function importing(bench: Bench, all: Program): Promise<void> {
  const { corpus, stores, program, folder, report, tell, seconds } = bench;
  const count = Math.min(100_000, corpus.items);
  const [file, more] = [join(folder, 'items.jsonl'), join(folder, 'more.jsonl')];
  await makeItems(file, { from: corpus.items, count, items: corpus.items });
  await makeItems(more, { from: corpus.items + count, count, items: corpus.items });
  const intoEmpty = async (name: string, by: Program, wanted: number, source: string, items: number) => {
    const database = await stores.empty('import');
    const run = await by.import(database, source);
    await stores.remove(database);
    const speed = items / run.seconds;
    report({ case: `import, ${name}`, ...figures(run, items), ...atLeastPerSecond(speed, wanted) });
    return speed;
  };
  const alone = await intoEmpty('oai_dc alone', program, WANTED.oaiDc, file, count);
  const few = join(folder, 'few.jsonl');
  const fewCount = Math.ceil(count / 10);
  await makeItems(few, { from: 0, count: fewCount, items: corpus.items, withAbstract: true });
  await intoEmpty('all formats', all, WANTED.all, few, fewCount);
  rmSync(few);

  const copy = await stores.copyOf(corpus.database, 'copy');
  if (copy === undefined) return tell('no room for a copy to import into');
  const behind = await program.import(copy, file);
  const longer = (behind.seconds / count) * alone;
  report({
    case: `import behind ${corpus.items.toLocaleString('en')} items`,
    ...figures(behind, count),
    reached: `${longer.toFixed(2)} × as long as into an empty store`,
    wanted: `≤ ${SLOWER}`,
    met: longer <= SLOWER,
  });
  const endpoint = await program.serve(copy);
  try {
    const groups = {
      GetRecord: corpus.samples.map((id) => `${ENDPOINT}?verb=GetRecord&metadataPrefix=oai_dc&identifier=${id}`),
      'first page': [LIST_RECORDS],
    };
    const probe = { kind: 'repeat', connections: 1, groups, pause: 5 } as const;
    await measure(endpoint, { ...probe, seconds: 1 });
    const quiet = await measure(endpoint, { ...probe, seconds });
    const run = program.import(copy, more);
    const during = await measure(endpoint, { ...probe, seconds: 3600 }, run);
    const done = await run;
    const slower = (done.seconds / count) * alone;
    report({ case: 'import, while serving', ...figures(done, count), reached: `${slower.toFixed(2)} × as long` });
    for (const [name, { p50, p99 }] of Object.entries(during.groups)) {
      const before = quiet.groups[name];
      if (!before) continue;
      const ratio = p99 / before.p99;
      const busy = during.busy > 0 ? `, ${during.busy} busy` : '';
      report({
        case: `${name} during an import`,
        p50,
        p99,
        reached: `p99 ${ratio.toFixed(2)} × without${busy}`,
        wanted: `≤ ${LATER}`,
        met: ratio <= LATER && during.busy === 0,
      });
      report({ case: `${name} without an import`, control: true, p50: before.p50, p99: before.p99 });
    }
  } finally {
    await stopServer(endpoint);
    await stores.remove(copy);
  }
}

function figures({ seconds, cpuSeconds, databaseSeconds, peakMemory }: ImportRun, items: number) {
  return {
    recordsPerSecond: items / seconds,
    cpuSecondsPerMillion: cpuSeconds / (items / 1e6),
    ...(databaseSeconds !== undefined && { databaseSecondsPerMillion: databaseSeconds / (items / 1e6) }),
    peakMemory,
  };
}

function atLeastPerSecond(reached: number, wanted: number) {
  return {
    reached: `${Math.round(reached).toLocaleString('en')} items/s`,
    wanted: `≥ ${wanted.toLocaleString('en')}`,
    met: reached >= wanted,
  };
}
