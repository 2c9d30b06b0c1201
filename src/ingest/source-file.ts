import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Fault } from '../fault.ts';

const HEAD_BYTES = 65_536;
const LONGEST_LINE = 16 * 1024 * 1024;
/** Files that are read whole (pages) may be this large, in bytes. */
const LARGEST_WHOLE_FILE = 16 * 1024 * 1024;

/** A text file of a source. Bytes that are not of its encoding are a Fault, never U+FFFD. */
export class SourceFile {
  /** As shown to people. */
  readonly path: string;
  /** The path below the source root, without extension, with `/` between folders. */
  readonly localId: string;
  readonly #encoding: string | undefined;

  constructor(path: string, localId: string, encoding?: string) {
    this.path = path;
    this.localId = localId;
    this.#encoding = encoding;
  }

  /** The first 64 KiB as text, for recognising the format; never throws on bad bytes. */
  async head(): Promise<string> {
    const handle = await open(this.path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const bytes = buffer.subarray(0, bytesRead);
      return new TextDecoder(this.#encoding ?? encodingOf(bytes)).decode(bytes);
    } finally {
      await handle.close();
    }
  }

  /** The decoded text in pieces of at most 64 KiB, without byte order mark, line ends as found. */
  async *chunks(): AsyncGenerator<string> {
    let decoder: TextDecoder | undefined;
    try {
      for await (const chunk of createReadStream(this.path, { highWaterMark: HEAD_BYTES })) {
        const bytes = chunk as Buffer;
        decoder ??= new TextDecoder(this.#encoding ?? encodingOf(bytes), { fatal: true });
        yield decoder.decode(bytes, { stream: true });
      }
      if (decoder) yield decoder.decode();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Lines with their numbers from 1; LF, CRLF and CR all end one. */
  async *lines(): AsyncGenerator<{ line: number; text: string }> {
    let rest = '';
    let line = 0;
    for await (const chunk of this.chunks()) {
      // A CR at the very end may be half of a CRLF: it waits for the next chunk.
      const text = rest + chunk;
      const parts = text.split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? '';
      for (const part of parts) yield { line: ++line, text: part };
      if (rest.length > LONGEST_LINE) {
        throw new Fault(
          `${this.path}: line ${line + 1} is longer than 16 MiB. Split the file into one record per line.`,
        );
      }
    }
    if (rest !== '') for (const part of rest.replace(/\r$/, '').split('\r')) yield { line: ++line, text: part };
  }

  /** The whole text. For formats whose files are one record. */
  async text(): Promise<string> {
    let text = '';
    for await (const chunk of this.chunks()) {
      text += chunk;
      if (text.length > LARGEST_WHOLE_FILE)
        throw new Fault(`${this.path}: larger than 16 MiB, too large for one page.`);
    }
    return text;
  }

  #explain(error: unknown): unknown {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return new Fault(
        `${this.path}: not valid ${this.#encoding ?? 'UTF-8'}. Convert the file to UTF-8, or name its encoding with --encoding, such as --encoding windows-1254.`,
      );
    }
    return error;
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
