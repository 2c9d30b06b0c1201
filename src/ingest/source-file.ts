import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { TextDecoder as Decoder } from 'node:util';
import { EXIT, Fault } from '../fault.ts';
import type { FoundMapping } from './csv/read-mapping.ts';
import { type FileLine, LineSplitter, notValid } from './line-splitter.ts';
import { encodingOf, isEncoding } from './text-encoding.ts';

const HEAD_BYTES = 65_536;
/** In UTF-16 code units. */
const LARGEST_WHOLE_FILE = 16 * 1024 * 1024;

/** What changes when somebody writes to a file. */
export interface FileState {
  /** Bytes. */
  size: number;
  /** Time of the last change, in milliseconds since 1970. */
  modified: number;
}

export interface SourceFileOptions {
  mapping?: FoundMapping | undefined;
  readFrom?: string;
}

/** A text file of a source. Bytes that are not of its encoding are a Fault or a problem of a line, never a text. */
export class SourceFile {
  /** Bytes that the reading under way has read, for progress. */
  position = 0;
  /** As shown to people. */
  readonly path: string;
  /** The path below the source root, without extension, with `/` between folders. */
  readonly localId: string;
  /** What the person says that the columns of tables are. */
  readonly mapping: FoundMapping | undefined;
  readonly #encoding: string | undefined;
  readonly #readFrom: string;

  /**
   * `encoding` is what the person says: a label that TextDecoder knows, or a Fault. `readFrom` is where the file lies
   * when that is not its path, as when it was fetched.
   */
  constructor(path: string, localId: string, encoding?: string, { mapping, readFrom = path }: SourceFileOptions = {}) {
    this.path = path;
    this.localId = localId;
    this.mapping = mapping;
    this.#readFrom = readFrom;
    this.#encoding = encoding;
    if (encoding !== undefined && !isEncoding(encoding)) {
      throw new Fault(
        `There is no encoding "${encoding}". Write one such as utf-8, windows-1254 or iso-8859-9.`,
        EXIT.usage,
      );
    }
  }

  /** Fault: it is not there. */
  async state(): Promise<FileState> {
    try {
      const { size, mtimeMs } = await stat(this.#readFrom);
      return { size, modified: mtimeMs };
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  /** The first 64 KiB as text, for recognising the format; never throws on bad bytes. */
  async head(): Promise<string> {
    const bytes = await this.#firstBytes();
    const encoding = encodingOf(bytes, this.#encoding);
    // As a stream, so that a character cut in two at the end is left out.
    return new TextDecoder(isEncoding(encoding) ? encoding : 'utf-8').decode(bytes, { stream: true });
  }

  /** The decoded text in pieces of at most 64 KiB, without byte order mark, line ends as found. */
  async *chunks(): AsyncGenerator<string> {
    let decoder: Decoder | undefined;
    try {
      for await (const bytes of this.#bytes()) {
        decoder ??= this.#decoder(bytes);
        const text = decoder.decode(bytes, { stream: true });
        if (text !== '') yield text;
      }
      const text = decoder?.decode() ?? '';
      if (text !== '') yield text;
    } catch (error) {
      throw await this.#explain(error, decoder?.encoding);
    }
  }

  /**
   * Lines, in memory that does not grow with the file. One that is longer than 16 MiB, or that has bytes which are not
   * of the file's encoding, says so in its `problem`, and the next one follows.
   */
  async *lines(): AsyncGenerator<FileLine> {
    let splitter: LineSplitter | undefined;
    for await (const bytes of this.#bytes()) {
      splitter ??= new LineSplitter(this.#decoder(bytes).encoding);
      for (const line of splitter.push(bytes)) yield line;
    }
    if (splitter) yield* splitter.end();
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

  async *#bytes(): AsyncGenerator<Buffer> {
    this.position = 0;
    try {
      for await (const chunk of createReadStream(this.#readFrom, { highWaterMark: HEAD_BYTES })) {
        this.position += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  async #firstBytes(): Promise<Buffer> {
    try {
      const handle = await open(this.#readFrom);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  #decoder(bytes: Buffer): Decoder {
    const encoding = encodingOf(bytes, this.#encoding);
    if (isEncoding(encoding)) return new TextDecoder(encoding, { fatal: true });
    throw new Fault(
      `${this.path}: its XML declaration names the encoding "${encoding}", which is not known. Convert the file to UTF-8.`,
    );
  }

  async #explain(error: unknown, encoding = 'utf-8'): Promise<unknown> {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      const line = await this.#lineOf(notValid(encoding));
      return new Fault(`${this.path}: ${line === undefined ? '' : `line ${line}: `}${notValid(encoding)}.`);
    }
    // A system error: no such file, no permission, a folder.
    if (syscall !== undefined) return new Fault(`${this.path}: cannot be read (${code}).`);
    return error;
  }

  /** For a message, so it may take its time. */
  async #lineOf(problem: string): Promise<number | undefined> {
    for await (const line of this.lines()) if (line.problem === problem) return line.line;
    return undefined;
  }
}
