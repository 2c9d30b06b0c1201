import { batchSize } from '../ingest/batch-size.ts';
import type { FormerItem } from '../store/former-item.ts';
import type { FormerReader } from '../store/restore-place.ts';
import type { Change, Store } from '../store/store.ts';
import type { Terminal } from './terminal.ts';

/** What harvesters will hear of a store that was put back. */
export interface Redated {
  /** Items of the backup that had changed since: they come again as they were. */
  again: number;
  /** Items that came after the backup: they are tombstones now. */
  gone: number;
  /** Items that were erased after the backup: they stay so. */
  erased: number;
}

/**
 * Makes a store that was put back from a backup tell all that harvesters know otherwise, from what the former store knows.
 * `branch` is the sequence number from which on the two differ.
 */
export async function redateSince(
  store: Store,
  former: FormerReader,
  branch: number,
  terminal: Terminal,
): Promise<Redated> {
  const redated: Redated = { again: 0, gone: 0, erased: 0 };
  const most = batchSize(Math.max((await store.counts()).formats.length, 1));
  const now = () => terminal.clock.now();
  for (const items of batches(former.changedSince(branch), most)) {
    if (terminal.stop.aborted) return redated;
    const changes: Change[] = [];
    for (const item of items) {
      const known = (await store.readItem(item.identifier)) !== undefined;
      redated[known ? 'again' : 'gone'] += 1;
      changes.push(...(known ? [{ kind: 'redate', identifier: item.identifier } as const] : tombstoneOf(item)));
    }
    await store.write(changes, now);
  }
  for (const identifiers of batches(former.erased(), most)) {
    if (terminal.stop.aborted) return redated;
    const changes: Change[] = [];
    for (const identifier of identifiers) {
      if ((await store.readItem(identifier))?.erased) continue;
      redated.erased += 1;
      changes.push({ kind: 'delete', identifier, by: 'hand', erase: true });
    }
    await store.write(changes, now);
  }
  return redated;
}

/** A tombstone in each format in which harvesters may have the item. Its source may bring it again. */
function tombstoneOf({ identifier, content, sets, source, metadataPrefixes }: FormerItem): Change[] {
  if (content === undefined) {
    const [metadataPrefix = 'oai_dc'] = metadataPrefixes;
    return [{ kind: 'delete', identifier, source, by: 'source', tombstone: { metadataPrefix, sets } }];
  }
  const bodies = new Map(metadataPrefixes.map((metadataPrefix) => [metadataPrefix, '']));
  return [
    { kind: 'put', identifier, source, content, sets, bodies },
    { kind: 'delete', identifier, source, by: 'source' },
  ];
}

function* batches<T>(all: Iterable<T>, most: number): Generator<T[]> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
