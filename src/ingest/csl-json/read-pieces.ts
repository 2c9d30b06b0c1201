import { type FileLine, LONGEST_LINE } from '../line-splitter.ts';
import type { SourceFile } from '../source-file.ts';

/** A line or a part of it, without its end. */
export interface Piece extends FileLine {
  /** True where the line begins with it. */
  readonly isStart: boolean;
  /** True where the line ends after it. */
  readonly isEnd: boolean;
}

/**
 * The lines of a file. Programs write a whole list on one line, too: where one is too long to be held, all come in
 * pieces, and bytes that are not of the encoding are a Fault, before the first piece.
 */
export async function* readPieces(file: SourceFile): AsyncGenerator<Piece> {
  if (!(await hasLongLine(file))) {
    for await (const line of file.lines()) yield { ...line, isStart: true, isEnd: true };
    return;
  }
  for await (const _ of file.chunks());
  let line = 1;
  let isStart = true;
  let endedWithCr = false;
  for await (const chunk of file.chunks()) {
    // A CRLF may be cut in two: its CR has ended the line already.
    let start = endedWithCr && chunk.startsWith('\n') ? 1 : 0;
    endedWithCr = chunk.endsWith('\r');
    const ends = /\r\n|\n|\r/g;
    ends.lastIndex = start;
    for (let end = ends.exec(chunk); end; end = ends.exec(chunk)) {
      yield { line, text: chunk.slice(start, end.index), isStart, isEnd: true };
      line++;
      isStart = true;
      start = ends.lastIndex;
    }
    if (start === chunk.length) continue;
    yield { line, text: chunk.slice(start), isStart, isEnd: false };
    isStart = false;
  }
}

async function hasLongLine(file: SourceFile): Promise<boolean> {
  if ((await file.state()).size <= LONGEST_LINE) return false;
  for await (const { isCut } of file.lines()) if (isCut) return true;
  return false;
}
