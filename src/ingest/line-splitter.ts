/** A line without its end, and its number from 1. */
export interface FileLine {
  readonly line: number;
  /** With a problem no more than what can be shown of it: U+FFFD stands for bytes that cannot be read. */
  readonly text: string;
  /** Why this line cannot be used. */
  readonly problem?: string;
  /** Only the beginning of the line is in `text`. */
  readonly isCut?: true;
}

/** In bytes, as found in the file. */
export const LONGEST_LINE = 16 * 1024 * 1024;
/** What is kept of a longer one, in bytes. */
const BEGINNING = 4096;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What is said of bytes that are not of their encoding. */
export function notValid(encoding: string): string {
  return `not valid ${encoding === 'utf-8' ? 'UTF-8' : encoding}. Convert the file to UTF-8, or name its encoding (--encoding, in a source encoding:), such as --encoding windows-1254`;
}

/**
 * Makes lines of bytes; LF, CRLF and CR all end one. They are found before anything is decoded, so that a line with
 * bad bytes, or without an end, costs itself alone. No more than one line is ever held, and of an endless one only the
 * beginning. In all encodings that are known here but UTF-16 the bytes of line ends occur in no other character.
 */
export class LineSplitter {
  readonly #encoding: string;
  readonly #decoder: { decode(bytes: Buffer): string };
  readonly #codeAt: (bytes: Buffer, at: number) => number | undefined;
  /** Bytes of a line end. */
  readonly #unit: 1 | 2;
  #line = 0;
  /** The beginning of a line that goes on in the next chunk. */
  #pieces: Buffer[] = [];
  #length = 0;
  #isCut = false;
  #endedWithCr = false;
  /** Half of a UTF-16 unit that was cut in two. */
  #half: Buffer = Buffer.alloc(0);

  /** `encoding` is the name that TextDecoder gives it. */
  constructor(encoding: string) {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.#unit = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
    if (encoding === 'utf-16le') this.#codeAt = (bytes, at) => bytes.readUInt16LE(at);
    else if (encoding === 'utf-16be') this.#codeAt = (bytes, at) => bytes.readUInt16BE(at);
    else this.#codeAt = (bytes, at) => bytes[at];
  }

  /** The lines that end in this chunk. */
  *push(chunk: Buffer): Generator<FileLine> {
    const bytes = this.#half.length === 0 ? chunk : Buffer.concat([this.#half, chunk]);
    const whole = bytes.length - (bytes.length % this.#unit);
    this.#half = bytes.subarray(whole);
    const unit = this.#unit;
    const codeAt = this.#codeAt;
    const nextEnd = unit === 1 ? byteEnds(bytes) : unitEnds(bytes, codeAt);
    let start = 0;
    let afterCr = this.#endedWithCr ? 0 : -1;
    for (let at = nextEnd(0); at < whole; at = nextEnd(start)) {
      const code = codeAt(bytes, at);
      // A CRLF may be cut in two: its CR has ended the line already.
      if (code === CARRIAGE_RETURN || at !== afterCr) {
        this.#keep(bytes.subarray(start, at));
        yield this.#finish();
      }
      start = at + unit;
      if (code === CARRIAGE_RETURN) afterCr = start;
    }
    this.#endedWithCr = afterCr === whole;
    this.#keep(bytes.subarray(start, whole));
  }

  /** The last line, where nothing ends it. */
  *end(): Generator<FileLine> {
    this.#keep(this.#half);
    if (this.#length > 0) yield this.#finish();
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    if (this.#isCut) return;
    this.#pieces.push(piece);
    if (this.#length <= LONGEST_LINE) return;
    this.#isCut = true;
    // A copy: a part would keep the whole alive.
    this.#pieces = [Buffer.from(Buffer.concat(this.#pieces).subarray(0, BEGINNING))];
  }

  #finish(): FileLine {
    const [first = Buffer.alloc(0), ...more] = this.#pieces;
    const bytes = more.length === 0 ? first : Buffer.concat(this.#pieces);
    const isCut = this.#isCut;
    this.#pieces = [];
    this.#length = 0;
    this.#isCut = false;
    const line = ++this.#line;
    if (isCut) {
      const problem = 'the line is longer than 16 MiB. Split the file into one record per line';
      return { line, text: this.#withoutMark(this.#readable(bytes)), problem, isCut };
    }
    try {
      return { line, text: this.#withoutMark(this.#decoder.decode(bytes)) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
      return { line, text: this.#withoutMark(this.#readable(bytes)), problem: notValid(this.#encoding) };
    }
  }

  /** What can be shown of bytes that cannot be used. */
  #readable(bytes: Buffer): string {
    return new TextDecoder(this.#encoding, { ignoreBOM: true }).decode(bytes);
  }

  #withoutMark(text: string): string {
    return this.#line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
}

/** Answers where the next line end stands; where none does, the length. Asked for ever later places. */
type NextEnd = (from: number) => number;

function byteEnds(bytes: Buffer): NextEnd {
  const find = (code: number, from: number) => {
    const at = bytes.indexOf(code, from);
    return at < 0 ? bytes.length : at;
  };
  let lineFeed = -1;
  let carriageReturn = -1;
  return (from) => {
    if (lineFeed < from) lineFeed = find(LINE_FEED, from);
    if (carriageReturn < from) carriageReturn = find(CARRIAGE_RETURN, from);
    return Math.min(lineFeed, carriageReturn);
  };
}

function unitEnds(bytes: Buffer, codeAt: (bytes: Buffer, at: number) => number | undefined): NextEnd {
  return (from) => {
    for (let at = from; at + 1 < bytes.length; at += 2) {
      const code = codeAt(bytes, at);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) return at;
    }
    return bytes.length;
  };
}
