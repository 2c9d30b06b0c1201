import { SaxesParser } from 'saxes';
import { quote } from '../oai/quote.ts';
import { DEEPEST } from '../xml/deepest.ts';
import { cleanWords } from './clean-words.ts';
import type { OaiResponse } from './oai-response.ts';
import { ResponseBuilder } from './response-builder.ts';
import { UnreadableError } from './unreadable-error.ts';

/**
 * A parser and the builder that it tells, with the limits that keep memory flat. Holds of the text only the record
 * that is being read. Throws an UnreadableError for what is no OAI-PMH response: not well-formed, not
 * namespace-correct, with a DOCTYPE (which could define entities), too deep.
 */
export class ResponseReader {
  readonly #builder: ResponseBuilder;
  // Version 1.1 would allow characters that no answer of ours can hold.
  readonly #parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  /** In UTF-16 code units, markup included. */
  readonly #longestRecord: number;
  #held = '';
  /** Length of all that was written. Between two pieces the parser's own position is off by one of them. */
  #written = 0;
  /** Position of the first character held. */
  #heldFrom = 0;
  /** End of the last tag. */
  #mark = 0;
  #tagStart = 0;

  constructor(verb: 'Identify' | 'ListRecords', longestRecord: number) {
    this.#longestRecord = longestRecord;
    const parser = this.#parser;
    const cut = (start: number, end: number) => this.#held.slice(start - this.#heldFrom, end - this.#heldFrom);
    const builder = new ResponseBuilder(verb, cut);
    this.#builder = builder;
    parser.on('error', (error) => {
      // Its message begins with line:column, which is told apart.
      const words = cleanWords(error.message.replace(/^\d+:\d+: |\.$/g, ''));
      throw new UnreadableError(`it is not well-formed XML: ${words}`, 'malformed');
    });
    parser.on('doctype', (doctype) => {
      if (/^\s*html\b/i.test(doctype)) throw new UnreadableError('it is a page for people (HTML)');
      throw new UnreadableError(
        'it has a document type declaration (<!DOCTYPE>), which no OAI-PMH response has',
        'hopeless',
      );
    });
    parser.on('opentagstart', () => {
      if (builder.depth >= DEEPEST) throw new UnreadableError(`elements stand more than ${DEEPEST} deep`, 'hopeless');
      // The parser has just read the name, in which no < can be.
      const before = parser.position - 1 - this.#heldFrom;
      if (builder.wantsStart) this.#tagStart = this.#heldFrom + this.#held.lastIndexOf('<', before);
    });
    parser.on('opentag', (tag) => {
      builder.openTag(tag, this.#tagStart);
      this.#mark = parser.position;
    });
    parser.on('closetag', () => {
      const record = builder.record;
      if (record?.keepFrom !== undefined && parser.position - record.keepFrom > longestRecord) builder.giveUpRecord();
      builder.closeTag(parser.position);
      this.#mark = parser.position;
    });
    parser.on('text', (text) => builder.text(text));
    parser.on('cdata', (text) => builder.text(text));
  }

  get line(): number {
    return this.#parser.line;
  }

  write(text: string): void {
    this.#held += text;
    this.#written += text.length;
    this.#parser.write(text);
    this.#letGo();
  }

  end(): OaiResponse {
    this.#parser.close();
    return this.#builder.finish();
  }

  #letGo(): void {
    const record = this.#builder.record;
    const keepFrom = record ? (record.keepFrom ?? this.#written) : this.#mark;
    if (this.#written - keepFrom > this.#longestRecord) {
      if (!record)
        throw new UnreadableError(`${quote(this.#held.slice(0, 40))} and what follows has no end`, 'hopeless');
      this.#builder.giveUpRecord();
    }
    if (keepFrom === this.#heldFrom) return;
    this.#held = this.#held.slice(keepFrom - this.#heldFrom);
    this.#heldFrom = keepFrom;
  }
}
