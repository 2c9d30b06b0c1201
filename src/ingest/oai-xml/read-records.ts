import { SaxesParser } from 'saxes';
import { Fault } from '../../fault.ts';
import type { SourceFile } from '../source-file.ts';
import { NotRecordsError, RecordCollector } from './record-collector.ts';
import { lineOfStrayAmpersand } from './stray-ampersand.ts';
import type { XmlPart } from './xml-record.ts';

/** In UTF-16 code units of the file, markup included: more than this is never held. */
const LONGEST_RECORD = 4 * 1024 * 1024;
const RECORD_DEPTH = 3;

/**
 * The records of a saved response, one at a time. Anything that makes the file no well-formed, namespace-correct
 * response with oai_dc records is a Fault, thrown when it is met: read to the end once before trusting a record.
 *
 * saxes does all of it. fast-xml-parser, the usual reader of this house, judges neither well-formedness nor
 * namespaces, and a record cut out for it would have lost the namespaces declared further up.
 */
export async function* readRecords(file: SourceFile): AsyncGenerator<XmlPart> {
  const reader = new ResponseReader();
  try {
    for await (const chunk of file.chunks()) {
      reader.write(chunk);
      yield* reader.collector.parts.splice(0);
    }
    reader.end();
    yield* reader.collector.parts.splice(0);
  } catch (error) {
    if (!(error instanceof NotRecordsError)) throw error;
    throw await located(error, file, reader.line);
  }
}

/** A parser and the collector of its events, with the two limits that keep memory flat. */
class ResponseReader {
  readonly collector = new RecordCollector();
  readonly #parser = new SaxesParser({ xmlns: true });
  /** Line of the start tag that is being read. */
  #tagLine = 1;
  /** Where the record began that is being read, or where the last one ended. */
  #mark = 0;

  constructor() {
    const { collector } = this;
    const parser = this.#parser;
    parser.on('error', (error) => {
      // Its message begins with line:column, which is told apart.
      throw new NotRecordsError(`this is not well-formed XML: ${error.message.replace(/^\d+:\d+: |\.$/g, '')}`);
    });
    parser.on('doctype', () => {
      throw new NotRecordsError('it has a document type declaration (<!DOCTYPE>), which no OAI-PMH response has');
    });
    parser.on('opentagstart', () => {
      this.#tagLine = parser.line;
    });
    parser.on('opentag', (tag) => {
      collector.openTag(tag, this.#tagLine);
      if (collector.depth <= RECORD_DEPTH) this.#mark = parser.position;
    });
    parser.on('closetag', () => {
      collector.closeTag();
      if (collector.depth < RECORD_DEPTH) this.#mark = parser.position;
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
