import type { SourceFile } from './source-file.ts';
import type { Verbatim } from './verbatim.ts';

/** One thing that an import format found in a file. `line` counts from 1 and is where a person should look. */
export type Incoming =
  /** An item as read, not yet checked: what it must look like is for items/check-item.ts to say. */
  | { kind: 'item'; line: number; item: { identifier: string } & Record<string, unknown>; verbatim?: Verbatim }
  /** The source says that this item is gone. `sets` only where the source names them. */
  | { kind: 'deletion'; line: number; identifier: string; sets?: string[] }
  /** A set with its name; sets that items name need not be declared. */
  | { kind: 'set'; line: number; setSpec: string; setName: string }
  /** One record that cannot be read; the rest of the file goes on. `identifier` and its raw form where they are known. */
  | { kind: 'refusal'; line: number; identifier?: string; reason: string; raw?: string }
  /** Something that was left out or looks odd; the record itself is taken. */
  | { kind: 'note'; line: number; text: string };

/** A line of JSON Lines as it stands: what it is stands in itself, so any thread may read it. */
export interface UnreadLine {
  kind: 'line';
  line: number;
  text: string;
}

/** A way to read files. One file of this folder each, registered in index.ts. */
export interface ImportFormat {
  /** Value of `--format`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly title: string;
  /** True when an item's local id is its file's path; two such files with one id are both refused. */
  readonly identifierFromPath: boolean;
  /** Judges by the first 64 KiB of the text and the path. */
  recognises(head: string, path: string): boolean;
  /**
   * Yields what the file holds, in its order, in memory that does not grow with the file.
   * Throws a Fault when the file as a whole cannot be read; then nothing of it is imported.
   */
  read(file: SourceFile): AsyncIterable<Incoming>;
  /** The same with the lines unread, where each says all of itself: then several threads can read them. */
  readonly lines?: (file: SourceFile) => AsyncIterable<Incoming | UnreadLine>;
}
