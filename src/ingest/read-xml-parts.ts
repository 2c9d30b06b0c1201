import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Fault } from '../fault.ts';
import { DEEPEST } from '../xml/deepest.ts';
import type { SourceFile } from './source-file.ts';
import { lineOfStrayAmpersand } from './stray-ampersand.ts';

/** In UTF-16 code units of the file, markup included: more than this is never held. */
const LONGEST_RECORD = 4 * 1024 * 1024;

/** Thrown when the file as a whole is not what it should be; the message ends up in a Fault. */
export class NotRecordsError extends Error {}

/** Makes records out of the events of a namespace-aware parser, and holds one at a time. */
export interface PartCollector<Part> {
  /** Finished parts, for the reader to take away. */
  readonly parts: Part[];
  /** How many elements are open. */
  readonly depth: number;
  /** How deep a record stands: the root is 1. */
  readonly recordDepth: number;
  /** `line` is where the start tag begins. Throws a NotRecordsError. */
  openTag(tag: SaxesTagNS, line: number): void;
  text(text: string): void;
  closeTag(): void;
}

/**
 * The records of an XML file, one at a time, in memory that does not grow with it. Anything that makes the file no
 * well-formed, namespace-correct list of records is a Fault, thrown when it is met: read to the end once before
 * trusting a record.
 *
 * saxes does all of it. fast-xml-parser, the usual reader of this house, judges neither well-formedness nor
 * namespaces, and a record cut out for it would have lost the namespaces declared further up.
 */
export async function* readXmlParts<Part>(file: SourceFile, collector: PartCollector<Part>): AsyncGenerator<Part> {
  const reader = new PartReader(collector);
  try {
    for await (const chunk of file.chunks()) {
      reader.write(chunk);
      yield* collector.parts.splice(0);
    }
    reader.end();
    yield* collector.parts.splice(0);
  } catch (error) {
    if (!(error instanceof NotRecordsError)) throw error;
    throw await located(error, file, reader.line);
  }
}

/** A parser and the collector of its events, with the two limits that keep memory flat. */
class PartReader<Part> {
  readonly #parser = new SaxesParser({ xmlns: true });
  /** Line of the start tag that is being read. */
  #tagLine = 1;
  /** Where the record began that is being read, or where the last one ended. */
  #mark = 0;

  constructor(collector: PartCollector<Part>) {
    const parser = this.#parser;
    parser.on('error', (error) => {
      // Its message begins with line:column, which is told apart.
      throw new NotRecordsError(`this is not well-formed XML: ${error.message.replace(/^\d+:\d+: |\.$/g, '')}`);
    });
    parser.on('doctype', () => {
      throw new NotRecordsError(
        'it has a document type declaration (<!DOCTYPE>), which files of records do not need and which is not read',
      );
    });
    parser.on('opentagstart', () => {
      if (collector.depth >= DEEPEST) throw new NotRecordsError(`elements stand more than ${DEEPEST} deep`);
      this.#tagLine = parser.line;
    });
    parser.on('opentag', (tag) => {
      collector.openTag(tag, this.#tagLine);
      if (collector.depth <= collector.recordDepth) this.#mark = parser.position;
    });
    parser.on('closetag', () => {
      collector.closeTag();
      if (collector.depth < collector.recordDepth) this.#mark = parser.position;
    });
    parser.on('text', (text) => collector.text(text));
    parser.on('cdata', (text) => collector.text(text));
  }

  get line(): number {
    return this.#parser.line;
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
    if (this.#parser.position - this.#mark > LONGEST_RECORD) throw new NotRecordsError('a record is longer than 4 MiB');
  }

  end(): void {
    this.#parser.close();
  }
}

async function located(error: NotRecordsError, file: SourceFile, line: number): Promise<Fault> {
  // Other faults may follow from this one; the other way round it cannot be.
  const stray = await lineOfStrayAmpersand(file.lines()).catch(() => undefined);
  const told = stray !== undefined && stray <= line ? `line ${stray}: an & stands alone: write &amp;` : undefined;
  return new Fault(`${file.path}: ${told ?? `line ${line}: ${error.message}`}. Nothing of this file is imported.`);
}
