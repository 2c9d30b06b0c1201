import { lineProblem } from '../csl/line-problem.ts';
import type { FileLine } from '../line-splitter.ts';
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
  /** Why it cannot be used: it is too long, or has bytes that cannot be read. */
  readonly problem?: string;
  /** False where the next record or the end of the file stands in place of ER. */
  readonly isClosed: boolean;
}

/** Cuts a RIS file into its records. What is before the first TY and between records tells where the file comes from. */
export async function* splitRecords(file: SourceFile): AsyncGenerator<RawRecord> {
  let record: OpenRecord | undefined;
  for await (const fileLine of file.lines()) {
    const { line, text } = fileLine;
    const [, tag, value = ''] = TAG.exec(text) ?? [];
    if (tag === 'TY') {
      if (record) yield record.finish(false);
      record = new OpenRecord(line);
    }
    record?.take(fileLine, tag, value);
    // What is cut off may be records.
    if (!record && fileLine.isCut) yield { line, tags: [], text, problem: fileLine.problem ?? '', isClosed: false };
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
  #problem: string | undefined;

  constructor(line: number) {
    this.#line = line;
  }

  take(line: FileLine, tag: string | undefined, value: string): void {
    const { text } = line;
    this.#problem ??= lineProblem(line, text);
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
    const problem = isTooLong ? 'it is longer than 4 million characters' : this.#problem;
    const record = { line: this.#line, tags, text: this.#lines.join('\n'), isClosed };
    return problem === undefined ? record : { ...record, problem };
  }
}
