import { openStore } from '../../src/store/index.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';

/** Gives all items of the store in argv[2] the same new title, one commit after the other, until it is killed. */
const now = () => Math.floor(Date.now() / 1000);
const store = await openStore(process.argv[2] ?? '', RECORD_LAYOUT, now(), 'write');
const identifiers: string[] = [];
for await (const { identifier } of store.items()) identifiers.push(identifier);
for (let round = 0; ; round += 1) {
  const text = `Round ${round}`;
  await store.write(
    identifiers.map((identifier) => ({
      kind: 'put',
      identifier,
      content: JSON.stringify({ identifier, titles: [{ text }] }),
      sets: [],
      bodies: new Map([['oai_dc', text]]),
    })),
    now,
  );
  if (round === 0) process.stdout.write('begun\n');
}
