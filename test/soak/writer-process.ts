import { writeSync } from 'node:fs';
import type { Change } from '../../src/store/store.ts';
import { hold, openSoakStore, REPOSITORY_IDENTIFIER, readSoakSettings, whenNotBusy } from './soak-settings.ts';
import { naiveWriter } from './write-naively.ts';

/** Writes batches until it is killed. Says `open` while it holds a transaction and `done` when it has ended. */
const { database, design } = readSoakSettings();
const ITEMS = 80;
const random = (below: number) => Math.floor(Math.random() * below);
const seconds = () => Math.floor(Date.now() / 1000);

function change(): Change {
  const identifier = `oai:${REPOSITORY_IDENTIFIER}:${random(ITEMS)}`;
  if (random(6) === 0) return { kind: 'delete', identifier, by: 'source' };
  const sets = [[], ['x'], ['x:y'], ['z']][random(4)] ?? [];
  const title = `<dc:title>${random(1_000_000_000)}</dc:title>`;
  const payload = `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">${title}</oai_dc:dc>`;
  return {
    kind: 'put',
    identifier,
    content: '{}',
    sets,
    bodies: new Map([['oai_dc', `<metadata>${payload}</metadata>`]]),
  };
}

/** Inside of the transaction: long enough to be killed in, and to cross the end of a second now and then. */
function stampedNow(): number {
  writeSync(1, 'open\n');
  const now = seconds();
  if (design !== 'clock row') hold(random(400));
  else hold(random(60));
  return design === 'clock row' ? seconds() : now;
}

async function writeSafely(): Promise<void> {
  const store = await openSoakStore(database);
  for (;;) {
    const changes = Array.from({ length: 1 + random(20) }, change);
    await whenNotBusy(() => store.write(changes, stampedNow));
    writeSync(1, 'done\n');
    hold(random(40));
  }
}

/** The two designs that are too simple: no clock row, and in the second one a look at the clock after the commit. */
async function writeNaively(): Promise<never> {
  await (await openSoakStore(database)).close();
  const write = naiveWriter(database);
  for (;;) {
    const changes = Array.from({ length: 1 + random(20) }, change);
    let stamp = 0;
    await whenNotBusy(() => write(changes, () => (stamp = stampedNow())));
    if (design === 'stamp, commit, verify') {
      // The moment that this design forgets: dated in the past, visible, and nobody left to look at the clock.
      hold(random(400));
      while (stamp < seconds()) {
        for (const one of changes)
          if (one.kind === 'put') (one as { content: string }).content = `{"again":${seconds()}}`;
        const touched = changes.map((one) =>
          one.kind === 'put'
            ? {
                ...one,
                bodies: new Map([...one.bodies].map(([prefix, body]) => [prefix, `${body}<!-- ${seconds()} -->`])),
              }
            : one,
        );
        await whenNotBusy(() => write(touched, () => (stamp = seconds())));
      }
    }
    writeSync(1, 'done\n');
    hold(random(40));
  }
}

if (design === 'clock row') await writeSafely();
else await writeNaively();
