import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Change, Difference, Store, StoredItem } from '../store/store.ts';
import { type Cataloguing, catalogueAgain, inRuleSets } from './cataloguing.ts';

type Put = Extract<Change, { kind: 'put' }>;

const BATCH = 200;

export interface RenderParts {
  store: Pick<Store, 'write' | 'compare' | 'items' | 'readState' | 'noteRendering' | 'noteRenderingProgress'>;
  cataloguing: Cataloguing;
  /** What bodies rendered now are rendered with. */
  rendering: string;
  clock: Pick<Clock, 'now'>;
  stop: AbortSignal;
  /** Items done so far. */
  progress: (items: number) => void;
  /** An item that cannot be rendered: its last good version stays. */
  refused: (identifier: string, reason: string) => void;
}

/** What rendering all items anew would come to. Writes nothing. */
export async function planRendering(parts: RenderParts): Promise<Difference> {
  const sum = { changed: 0, added: 0, unchanged: 0 };
  const offered = parts.cataloguing.crosswalks.map(({ metadataPrefix }) => metadataPrefix);
  for await (const batch of batches(parts, '', { dryRun: true })) {
    const { changed, added, unchanged } = await parts.store.compare(batch.changes, offered);
    sum.changed += changed;
    sum.added += added;
    sum.unchanged += unchanged;
  }
  return sum;
}

/**
 * Renders all items anew and writes those whose bytes or sets changed; the others keep their datestamps. Goes on where
 * a run with the same rendering was broken off. Answers whether it came to the end, and how many items changed.
 */
export async function renderAll(parts: RenderParts): Promise<{ done: boolean; changed: number }> {
  const { store, rendering, clock } = parts;
  const { rendering: before, renderingProgress } = await store.readState();
  const from = renderingProgress?.rendering === rendering ? renderingProgress.after : '';
  let changed = 0;
  for await (const { changes, last } of batches(parts, from, {})) {
    const outcomes = await store.write(changes, () => clock.now());
    changed += outcomes.filter((outcome) => outcome === 'updated' || outcome === 'created').length;
    await store.noteRenderingProgress({ rendering, after: last });
  }
  if (parts.stop.aborted) return { done: false, changed };
  // Another process may have been at it with another configuration: then its note stands.
  return { done: await store.noteRendering(rendering, { before }), changed };
}

async function* batches(
  { store, cataloguing, clock, stop, progress, refused }: RenderParts,
  from: string,
  options: { dryRun?: boolean },
): AsyncGenerator<{ changes: Put[]; last: string }> {
  const rendered = (item: StoredItem) => {
    try {
      return catalogueAgain(item, clock.now(), cataloguing);
    } catch (error) {
      refused(item.identifier, (error as Error).message);
      return undefined;
    }
  };
  let changes: Put[] = [];
  let last = from;
  let items = 0;
  for await (const item of store.items(from)) {
    if (stop.aborted) return;
    items += 1;
    last = item.identifier;
    if (hasContent(item)) {
      const change = rendered(item);
      if (change) changes.push(await inRuleSets(change, cataloguing, options));
    }
    if (items % BATCH > 0) continue;
    yield { changes, last };
    changes = [];
    progress(items);
    await nextTurn();
  }
  if (changes.length > 0) yield { changes, last };
  progress(items);
}

function hasContent({ deleted, content }: StoredItem): boolean {
  return deleted === undefined && content !== undefined;
}
