import type { SourceFile } from '../source-file.ts';

/** In UTF-16 code units. */
const LONGEST_RECORD = 4 * 1024 * 1024;
/** `AU  - Name`; programs write one blank or more, before and behind the hyphen. */
const TAG = /^\s{0,3}([A-Z][A-Z0-9])\s{1,3}-(?:\s+|$)(.*)$/;

/** One record: its tags with their values in their order. */
export interface RawRecord {
  /** From 1, of its TY. */
  readonly line: number;
  readonly tags: readonly { readonly tag: string; readonly value: string }[];
  readonly text: string;
  readonly isTooLong: boolean;
  /** False where the next record or the end of the file stands in place of ER. */
  readonly isClosed: boolean;
}

/** Cuts a RIS file into its records. What is before the first TY and between records tells where the file comes from. */
export async function* splitRecords(file: SourceFile): AsyncGenerator<RawRecord> {
  let record: OpenRecord | undefined;
  for await (const { line, text } of file.lines()) {
    const [, tag, value = ''] = TAG.exec(text) ?? [];
    if (tag === 'TY') {
      if (record) yield record.finish(false);
      record = new OpenRecord(line);
    }
    record?.take(text, tag, value);
    if (tag === 'ER' && record) {
      yield record.finish(true);
      record = undefined;
    }
  }
  if (record) yield record.finish(false);
}

class OpenRecord {
  readonly #line: number;
  readonly #tags: { tag: string; pieces: string[] }[] = [];
  readonly #lines: string[] = [];
  #length = 0;

  constructor(line: number) {
    this.#line = line;
  }

  take(text: string, tag: string | undefined, value: string): void {
    this.#length += text.length + 1;
    if (this.#length > LONGEST_RECORD) return;
    this.#lines.push(text);
    if (tag === 'ER') return;
    if (tag !== undefined) this.#tags.push({ tag, pieces: [value.trim()] });
    // A line without a tag goes on with the last one.
    else this.#tags.at(-1)?.pieces.push(text.trim());
  }

  finish(isClosed: boolean): RawRecord {
    const tags = this.#tags.map(({ tag, pieces }) => ({ tag, value: pieces.join('\n').trim() }));
    const isTooLong = this.#length > LONGEST_RECORD;
    return { line: this.#line, tags, text: this.#lines.join('\n'), isTooLong, isClosed };
  }
}
