import { inherit } from './inherit.ts';
import type { Entry } from './parse-entry.ts';

/** UTF-16 code units of the entries that others refer to. */
const MOST_TEXT = 32 * 1024 * 1024;
const DEEPEST = 5;

/**
 * The entries of a file that others refer to by `crossref`, such as the proceedings of many papers. They stand behind
 * those that need them, so they are collected first; only they are held in memory, and not without limit.
 */
export class CrossReferences {
  readonly #wanted = new Set<string>();
  readonly #entries = new Map<string, Entry>();
  #length = 0;

  get isEmpty(): boolean {
    return this.#wanted.size === 0;
  }

  /** Notes what the text of an entry refers to. */
  want(text: string): void {
    const key = /[\s,]crossref\s*=\s*[{"]\s*([^{}",]{1,1000})/i.exec(text)?.[1]?.trim().toLowerCase();
    if (key === undefined || this.#length > MOST_TEXT) return;
    this.#length += key.length;
    this.#wanted.add(key);
  }

  /** Keeps an entry that others want. Letter case of keys does not matter, as in BibTeX. */
  keep(entry: Entry): void {
    const key = entry.key.toLowerCase();
    if (!this.#wanted.has(key) || this.#entries.has(key)) return;
    for (const value of entry.fields.values()) this.#length += value.length;
    if (this.#length <= MOST_TEXT) this.#entries.set(key, entry);
  }

  /** The entry with what it inherits. */
  complete(entry: Entry, depth = 0): Entry {
    const key = entry.fields.get('crossref')?.trim();
    if (key === undefined || key === '' || depth === DEEPEST) return entry;
    const parent = this.#entries.get(key.toLowerCase());
    if (parent && parent.key !== entry.key) return inherit(entry, this.complete(parent, depth + 1));
    const note = `it refers to ${key.slice(0, 60)}, which is not in this file`;
    return { ...entry, notes: [...entry.notes, note] };
  }
}
