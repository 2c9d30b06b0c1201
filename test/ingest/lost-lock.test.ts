import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchSize } from '../../src/ingest/batch-size.ts';
import { deleteUnseen } from '../../src/ingest/delete-unseen.ts';
import type { ImportListener } from '../../src/ingest/import-files.ts';
import type { SourceDefinition } from '../../src/ingest/source-definition.ts';
import { SourceLock } from '../../src/ingest/source-lock.ts';
import { syncSource } from '../../src/ingest/sync.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, FIXTURE_FORMATS } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';

const folder = temporaryFolder();
const BATCH = batchSize(CATALOGUING.crosswalks.length);
const TAKEN_OVER = /^Another process has taken over source journals: /;

/** A source of items that have been taken in, and what takes it over as a process does that thinks the first one dead. */
async function workshop(count: number) {
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const endpoint = await Endpoint.start({ clock, formats: FIXTURE_FORMATS });
  const { store } = endpoint;
  const file = join(folder, 'journals.jsonl');
  const fill = (from: number, to: number, title: string) => {
    const lines = Array.from({ length: to - from }, (_, index) =>
      JSON.stringify({ identifier: String(from + index).padStart(4, '0'), titles: [{ text: title }] }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
  };
  const source: SourceDefinition = {
    name: 'journals',
    origin: { kind: 'files', files: [file], mapping: undefined },
    format: undefined,
    encoding: undefined,
    sets: [],
    complete: true,
    mostDeletions: 1,
    schedule: undefined,
    allowPrivate: false,
  };
  const parts = { store, cataloguing: CATALOGUING, clock };
  const sync = (progress: ImportListener['progress'] = () => {}) =>
    syncSource(source, parts, {}, { message: () => {}, progress });
  const takeOver = () => {
    clock.tick(1000);
    void store.sources.lock('journals', 'elsewhere 1 x', clock.now(), clock.now() + 120);
  };
  const items = async () => (await store.sources.itemCounts()).find(({ name }) => name === 'journals')?.items;
  fill(0, count, 'Before');
  await sync();
  return { endpoint, parts, fill, sync, takeOver, items };
}

describe('a run whose lock was taken over', () => {
  test('deletes nothing', async () => {
    const { endpoint, fill, sync, takeOver, items } = await workshop(5);
    fill(0, 2, 'Before');
    await expect(sync(takeOver)).rejects.toThrow(TAKEN_OVER);
    expect(await items()).toBe(5);
    // The other run is not ended by it.
    expect(await endpoint.store.sources.runs()).toMatchObject([{ lockOwner: 'elsewhere 1 x', fault: undefined }]);
    await endpoint.stop();
  });

  test('takes nothing more in', async () => {
    const { endpoint, fill, sync, takeOver, items } = await workshop(5);
    fill(0, 2 * BATCH + 50, 'Before');
    await expect(sync(takeOver)).rejects.toThrow(TAKEN_OVER);
    expect(await items()).toBe(BATCH);
    await endpoint.stop();
  });

  test('deletes no further batch', async () => {
    const { endpoint, parts, takeOver, items } = await workshop(450);
    await parts.store.sources.forgetSeen();
    const lock = new SourceLock('journals', parts, { dryRun: true });
    await lock.take();
    const lostAfterOne = {
      tries: 0,
      async renew() {
        if (this.tries++ === 1) takeOver();
        await lock.renew();
      },
    };
    await expect(deleteUnseen('journals', parts, lostAfterOne)).rejects.toThrow(TAKEN_OVER);
    expect(await items()).toBe(250);
    await endpoint.stop();
  });
});
