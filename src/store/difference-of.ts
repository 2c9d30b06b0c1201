import { digestOf } from './digest-of.ts';
import type { Change, Difference } from './store.ts';

/** A record that is not deleted. */
export interface AliveRecord {
  metadata_prefix: string;
  set_specs: string;
  /** Of its body: see digestOf. */
  digest: Buffer;
}

/** What changes would come to, in the formats that are offered: nobody can fetch what is not. */
export function differenceOf(
  changes: readonly Extract<Change, { kind: 'put' }>[],
  offered: readonly string[],
  aliveOf: (identifier: string) => readonly AliveRecord[],
): Difference {
  const difference = { changed: 0, added: 0, unchanged: 0 };
  for (const { identifier, bodies, sets } of changes) {
    const alive = aliveOf(identifier);
    for (const { metadata_prefix, set_specs, digest } of alive) {
      if (!offered.includes(metadata_prefix)) continue;
      const body = bodies.get(metadata_prefix);
      const same = body !== undefined && digestOf(body).equals(digest) && set_specs === sets.join(' ');
      difference[same ? 'unchanged' : 'changed'] += 1;
    }
    const prefixes = new Set(alive.map(({ metadata_prefix }) => metadata_prefix));
    for (const metadataPrefix of bodies.keys()) if (!prefixes.has(metadataPrefix)) difference.added += 1;
  }
  return difference;
}
