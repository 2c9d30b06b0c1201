import type { Incoming } from '../import-format.ts';
import { shorten } from '../shorten.ts';

/** Names of a file are few; a file that invents them without end is not followed. */
const MOST_NAMES = 200;
const MOST_SHOWN = 40;

/** Counts what the records of a file say that an item has no place for: one note a file, not one a record. */
export class LeftOut {
  readonly #counts = new Map<string, number>();
  #line = 0;

  add(name: string, line: number): void {
    if (this.#counts.size === 0) this.#line = line;
    const count = this.#counts.get(name);
    if (count !== undefined || this.#counts.size < MOST_NAMES) this.#counts.set(name, (count ?? 0) + 1);
  }

  *note(): Generator<Incoming> {
    if (this.#counts.size === 0) return;
    const names = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const shown = names.slice(0, MOST_SHOWN).map(([name, count]) => `${shorten(name)} (${count})`);
    const more = names.length - shown.length;
    const text = `left out, because items have no place for it: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    yield { kind: 'note', line: this.#line, text };
  }
}
