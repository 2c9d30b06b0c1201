import { lineProblem } from '../csl/line-problem.ts';
import type { SourceFile } from '../source-file.ts';
import { type Piece, readPieces } from './read-pieces.ts';

/** In UTF-16 code units. */
const LONGEST_OBJECT = 4 * 1024 * 1024;

/** The text of one object of a list, or of one line. */
export interface RawObject {
  /** From 1, of its opening brace. */
  readonly line: number;
  readonly text: string;
  /** Why it is no whole object, or has bytes that cannot be read. */
  readonly problem?: string;
}

/** What holds the list in answers of Zotero's web service. */
const WRAPPER = /^\s*\{\s*"items"\s*:\s*\[/;

/** The text inside of the object that holds the list, where there is one. */
export function unwrapped(head: string): string {
  return head.slice(WRAPPER.exec(head)?.[0].length ?? 0);
}

/**
 * Cuts a JSON text into the objects of its list, or into those that follow each other on lines; a whole list may stand
 * on one line. An object that is not closed ends where the next one begins: on a line that opens with the same indent;
 * a string ends with its line.
 */
export async function* splitObjects(file: SourceFile): AsyncGenerator<RawObject> {
  const wrapper = (WRAPPER.exec(await file.head())?.[0] ?? '').split(/\r\n|\n|\r/);
  let open: OpenObject | undefined;
  let indent: string | undefined;
  for await (const piece of readPieces(file)) {
    const { line, text: whole, isStart } = piece;
    if (line < wrapper.length) continue;
    const text = line === wrapper.length && isStart ? whole.slice(wrapper.at(-1)?.length) : whole;
    const start = isStart ? /^(\s*)\{/.exec(text)?.[1] : undefined;
    if (open && start !== undefined && start === indent) {
      yield open.broken();
      open = undefined;
    }
    let rest = text;
    while (rest !== '') {
      if (!open) {
        const at = rest.includes('{') ? rest.indexOf('{') : rest.length;
        const between = rest
          .slice(0, at)
          .replace(/[[\]},\s]+/g, ' ')
          .trim();
        if (between !== '') yield { line, text: between, problem: 'it is no reference, which would stand in { and }' };
        if (at === rest.length) break;
        if (rest === text) indent ??= start;
        open = new OpenObject(line);
        rest = rest.slice(at);
      }
      rest = open.take(rest, piece);
      if (!open.isWhole) break;
      yield open.finish();
      open = undefined;
    }
    if (piece.isEnd) open?.endLine();
  }
  if (open) yield open.broken();
}

class OpenObject {
  isWhole = false;
  readonly #line: number;
  readonly #pieces: string[] = [];
  #length = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #problem: string | undefined;

  constructor(line: number) {
    this.#line = line;
  }

  take(text: string, line: Piece): string {
    const rest = this.#read(text);
    this.#problem ??= lineProblem(line, text.slice(0, text.length - rest.length));
    return rest;
  }

  endLine(): void {
    this.#isInString = false;
    this.#isEscaped = false;
    this.#keep('\n');
  }

  finish(): RawObject {
    const isTooLong = this.#length > LONGEST_OBJECT;
    const problem = isTooLong ? 'it is longer than 4 million characters' : this.#problem;
    const object = { line: this.#line, text: this.#pieces.join('') };
    return problem === undefined ? object : { ...object, problem };
  }

  broken(): RawObject {
    return { problem: 'it is not closed: a brace or a quotation mark is missing', ...this.finish() };
  }

  #read(text: string): string {
    const marks = /["\\{}]/g;
    // What a backslash at the end of the last piece takes the meaning from.
    if (this.#isEscaped) marks.lastIndex = 1;
    this.#isEscaped = false;
    for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
      const character = mark[0];
      if (character === '"') this.#isInString = !this.#isInString;
      else if (character === '\\') {
        marks.lastIndex++;
        this.#isEscaped = mark.index + 1 === text.length;
        // Behind the end of the text exec would give up, and begin anew.
        if (marks.lastIndex >= text.length) break;
      } else if (this.#isInString) continue;
      else if (character === '{') this.#depth++;
      else if (--this.#depth === 0) {
        this.isWhole = true;
        this.#keep(text.slice(0, mark.index + 1));
        return text.slice(mark.index + 1);
      }
    }
    this.#keep(text);
    return '';
  }

  #keep(piece: string): void {
    this.#length += piece.length;
    if (this.#length <= LONGEST_OBJECT) this.#pieces.push(piece);
  }
}
