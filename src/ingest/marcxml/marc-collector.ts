import type { SaxesTagNS } from 'saxes';
import { NotRecordsError, type PartCollector } from '../read-xml-parts.ts';
import { shorten } from '../shorten.ts';
import type { MarcField, MarcPart, MarcRecord, OaiHeader, Subfield } from './marc-record.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';
const MARC = 'http://www.loc.gov/MARC21/slim';
const DEEPEST_XML = 64;
const BLANKS = /\s+/g;
const BREAK = /[\t\n\r]/;

/** What an open element is for. */
type Kind =
  | 'collection'
  | 'record'
  | 'leader'
  | 'field'
  | 'subfield'
  | 'response'
  | 'list'
  | 'oai-record'
  | 'header'
  | 'header-field'
  | 'metadata'
  | 'token'
  | 'error'
  | 'within'
  | 'ignored';

interface Frame {
  readonly kind: Kind;
  /** Local name, or the code of an error. */
  readonly name: string;
  readonly line: number;
  text: string;
}

/** The kinds whose text is read. */
const TEXTUAL: ReadonlySet<Kind> = new Set(['leader', 'field', 'subfield', 'header-field', 'token', 'error']);

/**
 * Builds MARC records out of a collection, out of a record that is the whole file, or out of a saved OAI-PMH response.
 * MARCXML without any namespace is taken too: many programs write it so.
 */
export class MarcCollector implements PartCollector<MarcPart> {
  readonly parts: MarcPart[] = [];
  readonly #open: Frame[] = [];
  #record: MarcRecord | undefined;
  #field: MarcField | undefined;
  #subfield: Subfield | undefined;
  #recordDepth = 1;
  #records = 0;

  get depth(): number {
    return this.#open.length;
  }

  get recordDepth(): number {
    return this.#recordDepth;
  }

  openTag(tag: SaxesTagNS, line: number): void {
    if (this.depth >= DEEPEST_XML) throw new NotRecordsError(`elements stand more than ${DEEPEST_XML} deep`);
    const kind = this.#kindOf(tag);
    const name = kind === 'error' ? (tag.attributes['code']?.value ?? 'without a code') : tag.local;
    this.#open.push({ kind, name, line, text: '' });
    switch (kind) {
      case 'collection':
        this.#recordDepth = Math.max(this.#recordDepth, this.depth === 1 ? 2 : 1);
        return;
      case 'response':
        this.#recordDepth = 3;
        return;
      case 'oai-record':
        this.#begin(line, { sets: [] });
        return;
      case 'header': {
        const status = tag.attributes['status']?.value;
        if (status !== undefined && this.#record?.header) this.#record.header.status = status;
        return;
      }
      case 'record':
        if (!this.#record) this.#begin(line, undefined);
        if (this.#record) this.#record.count++;
        return;
      case 'field':
        this.#field = newField(tag, line);
        return;
      case 'subfield':
        this.#subfield = { code: tag.attributes['code']?.value ?? '', text: '' };
        return;
      case 'within':
        this.#note(line, `markup <${tag.name}> within a value was left out, its text was kept`);
        return;
      case 'leader':
      case 'list':
      case 'header-field':
      case 'metadata':
      case 'token':
      case 'error':
      case 'ignored':
    }
  }

  text(text: string): void {
    for (let i = this.depth - 1; i >= 0; i--) {
      const frame = this.#open[i];
      if (frame?.kind === 'within') continue;
      if (frame && TEXTUAL.has(frame.kind)) frame.text += text;
      return;
    }
  }

  closeTag(): void {
    const frame = this.#open.pop();
    if (!frame) return;
    const { kind, name, line } = frame;
    const text = frame.text.trim();
    if (this.depth === 0 && this.#records === 0) throw new NotRecordsError('it holds no records');
    switch (kind) {
      case 'error': {
        const words = text === '' ? '' : ` (“${text.slice(0, 200)}”)`;
        throw new NotRecordsError(`the source answered with the error ${name.slice(0, 80)}${words} instead of records`);
      }
      case 'token':
        if (text !== '') this.parts.push({ kind: 'token', line });
        return;
      case 'leader':
        if (this.#record) this.#record.leader ||= frame.text;
        return;
      case 'header-field':
        closeHeaderField(name, text, this.#record?.header);
        return;
      case 'subfield':
        if (this.#subfield) {
          this.#subfield.text = text.replace(BLANKS, (run) => (BREAK.test(run) ? ' ' : run));
          this.#field?.subfields.push(this.#subfield);
        }
        return;
      case 'field':
        if (this.#field) {
          this.#field.text = frame.text;
          this.#record?.fields.push(this.#field);
        }
        this.#field = undefined;
        return;
      case 'record':
        if (!this.#record?.header) this.#finish();
        return;
      case 'oai-record':
        this.#finish();
        return;
      case 'collection':
      case 'response':
      case 'list':
      case 'header':
      case 'metadata':
      case 'within':
      case 'ignored':
    }
  }

  #kindOf(tag: SaxesTagNS): Kind {
    const parent = this.#open.at(-1);
    const marc = tag.uri === MARC || tag.uri === '' ? tag.local : '';
    const oai = tag.uri === OAI ? tag.local : '';
    switch (parent?.kind) {
      case undefined:
        if (marc === 'collection' || marc === 'record') return marc;
        if (oai === 'OAI-PMH') return 'response';
        throw new NotRecordsError(
          `the root element is <${tag.name}> in ${tag.uri === '' ? 'no namespace' : `the namespace ${tag.uri}`}, not a collection or record of MARCXML`,
        );
      case 'response':
        if (oai === 'ListRecords' || oai === 'GetRecord') return 'list';
        if (oai === 'error') return 'error';
        if (oai === 'responseDate' || oai === 'request') return 'ignored';
        throw new NotRecordsError(`it holds <${tag.name}>, not ListRecords or GetRecord`);
      case 'list':
        if (oai === 'record') return 'oai-record';
        if (oai === 'resumptionToken') return 'token';
        throw new NotRecordsError(`<${tag.name}> stands where a record should stand`);
      case 'oai-record':
        return oai === 'header' || oai === 'metadata' ? oai : 'ignored';
      case 'header':
        return 'header-field';
      case 'metadata':
        if (marc === 'collection' || marc === 'record') return marc;
        throw new NotRecordsError(`the metadata are <${tag.name}> of the namespace "${tag.uri}", not MARCXML`);
      case 'collection':
        if (marc === 'record') return 'record';
        throw new NotRecordsError(`<${tag.name}> stands where a record should stand`);
      case 'record':
        if (marc === 'leader') return 'leader';
        if (marc === 'controlfield' || marc === 'datafield') return 'field';
        return this.#leftOut(tag);
      case 'field':
        return marc === 'subfield' ? 'subfield' : this.#leftOut(tag);
      case 'leader':
      case 'subfield':
      case 'header-field':
      case 'token':
      case 'error':
      case 'within':
        return 'within';
      case 'ignored':
        return 'ignored';
    }
  }

  #leftOut(tag: SaxesTagNS): Kind {
    this.#note(this.#open.at(-1)?.line ?? 1, `<${tag.name}> is no part of a MARC record and was left out`);
    return 'ignored';
  }

  #note(line: number, text: string): void {
    this.#record?.oddities.push({ line, text });
  }

  #begin(line: number, header: OaiHeader | undefined): void {
    this.#record = { line, count: 0, leader: '', fields: [], oddities: [], ...(header && { header }) };
    this.#records++;
  }

  #finish(): void {
    if (this.#record) this.parts.push({ kind: 'record', record: this.#record });
    this.#record = undefined;
  }
}

function newField({ attributes }: SaxesTagNS, line: number): MarcField {
  const indicator = (name: string) => attributes[name]?.value.charAt(0) || ' ';
  return {
    tag: attributes['tag']?.value ?? '',
    ind1: indicator('ind1'),
    ind2: indicator('ind2'),
    line,
    text: '',
    subfields: [],
  };
}

function closeHeaderField(name: string, text: string, header: OaiHeader | undefined): void {
  if (!header || text === '') return;
  if (name === 'identifier') header.identifier ??= text;
  else if (name === 'datestamp') header.datestamp ??= shorten(text);
  else if (name === 'setSpec' && !header.sets.includes(text)) header.sets.push(text);
}
