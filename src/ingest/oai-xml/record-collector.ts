import type { SaxesTagNS } from 'saxes';
import { NotRecordsError, type PartCollector } from '../read-xml-parts.ts';
import type { XmlPart, XmlRecord } from './xml-record.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';
const OAI_DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
const DC = 'http://purl.org/dc/elements/1.1/';

const DEEPEST_XML = 64;
const ROOT = 1;
const VERB = 2;
const RECORD = 3;
const PART = 4;
const PAYLOAD = 5;
const FIELD = 6;

/** The 15 elements of Dublin Core 1.1. */
const DC_NAMES: ReadonlySet<string> = new Set(
  (
    'title creator subject description publisher contributor date type format identifier source language relation ' +
    'coverage rights'
  ).split(' '),
);

/** An element that is open, with what is inherited and what its text is for. */
interface Frame {
  /** `{namespace}local` */
  readonly name: string;
  readonly line: number;
  readonly lang: string | undefined;
  /** Text of the element and of all within it, where anybody wants it. */
  text: string | undefined;
}

/**
 * Builds records out of the events of a namespace-aware parser. Whatever makes the whole file useless is thrown;
 * what concerns one record is kept in it. Holds one record at a time.
 */
export class RecordCollector implements PartCollector<XmlPart> {
  readonly recordDepth = RECORD;
  readonly parts: XmlPart[] = [];
  readonly #open: Frame[] = [];
  #record: XmlRecord | undefined;
  #records = 0;

  get depth(): number {
    return this.#open.length;
  }

  openTag(tag: SaxesTagNS, line: number): void {
    const parent = this.#open.at(-1);
    if (this.depth >= DEEPEST_XML) throw new NotRecordsError(`elements stand more than ${DEEPEST_XML} deep`);
    const own = tag.attributes['xml:lang']?.value;
    const name = `{${tag.uri}}${tag.local}`;
    const frame: Frame = { name, line, lang: own ?? parent?.lang, text: undefined };
    this.#open.push(frame);
    if (this.depth === ROOT && name !== `{${OAI}}OAI-PMH`) {
      const namespace = tag.uri === '' ? 'no namespace' : `the namespace ${tag.uri}`;
      throw new NotRecordsError(`the root element is <${tag.name}> in ${namespace}, not an OAI-PMH response`);
    }
    if (this.depth === VERB) this.#openVerb(tag, frame);
    if (this.depth === RECORD) this.#openRecord(tag, frame);
    if (this.depth === PART && this.#record) this.#openPart(tag, frame, this.#record);
    if (this.depth === PAYLOAD && this.#record) this.#openPayload(tag, frame, this.#record);
    if (this.depth === FIELD && this.#record) this.#openField(tag, frame, this.#record);
    if (this.depth > FIELD && this.#open[FIELD - 1]?.text !== undefined) {
      this.#record?.oddities.push({
        line,
        text: `markup <${tag.name}> within a value was left out, its text was kept`,
      });
    }
  }

  text(text: string): void {
    // The one frame with a text is the innermost but for markup within a value.
    for (let i = this.depth - 1; i >= 0; i--) {
      const frame = this.#open[i];
      if (frame?.text === undefined) continue;
      frame.text += text;
      return;
    }
  }

  closeTag(): void {
    const depth = this.depth;
    const frame = this.#open.pop();
    if (!frame) return;
    const text = frame.text?.trim() ?? '';
    if (depth === ROOT && this.#records === 0) throw new NotRecordsError('the response holds no records');
    if (depth === VERB && frame.text !== undefined) {
      const words = text === '' ? '' : ` (“${text.slice(0, 200)}”)`;
      throw new NotRecordsError(
        `the source answered with the error ${frame.name.slice(0, 80)}${words} instead of records`,
      );
    }
    if (depth === RECORD && this.#record) {
      this.parts.push({ kind: 'record', record: this.#record });
      this.#record = undefined;
    } else if (depth === RECORD && text !== '') this.parts.push({ kind: 'token', line: frame.line });
    if (depth === PAYLOAD && this.#record) closeHeaderField(frame, text, this.#record);
    if (depth === FIELD && this.#record && frame.text !== undefined) {
      const { lang, line } = frame;
      const name = frame.name.slice(DC.length + 2);
      if (text !== '') this.#record.elements.push({ name, text, line, ...(lang ? { lang } : {}) });
    }
  }

  #openVerb(tag: SaxesTagNS, frame: Frame): void {
    const local = tag.uri === OAI ? tag.local : '';
    if (local === 'responseDate' || local === 'request' || local === 'ListRecords' || local === 'GetRecord') return;
    if (local !== 'error') throw new NotRecordsError(`it holds <${tag.name}>, not ListRecords or GetRecord`);
    // The code takes the place of the name, which is known.
    this.#open[VERB - 1] = { ...frame, name: tag.attributes['code']?.value ?? 'without a code', text: '' };
  }

  #openRecord(tag: SaxesTagNS, frame: Frame): void {
    const verb = this.#open[VERB - 1]?.name;
    if (verb !== `{${OAI}}ListRecords` && verb !== `{${OAI}}GetRecord`) return;
    if (frame.name === `{${OAI}}record`) {
      this.#record = { line: frame.line, sets: [], hasMetadata: false, elements: [], oddities: [] };
      this.#records++;
    } else if (frame.name === `{${OAI}}resumptionToken`) frame.text = '';
    else throw new NotRecordsError(`<${tag.name}> stands where a record should stand`);
  }

  #openPart(tag: SaxesTagNS, frame: Frame, record: XmlRecord): void {
    if (frame.name === `{${OAI}}header`) {
      const status = tag.attributes['status']?.value;
      if (status !== undefined) record.status = status;
    } else if (frame.name === `{${OAI}}about`) record.about ??= frame.line;
    else if (frame.name !== `{${OAI}}metadata`) {
      record.oddities.push({ line: frame.line, text: `<${tag.name}> is no part of a record and was left out` });
    }
  }

  #openPayload(tag: SaxesTagNS, frame: Frame, record: XmlRecord): void {
    const part = this.#open[PART - 1]?.name;
    if (part === `{${OAI}}header`) frame.text = '';
    if (part !== `{${OAI}}metadata`) return;
    if (frame.name !== `{${OAI_DC}}dc`) {
      throw new NotRecordsError(`the metadata are <${tag.name}> of the namespace "${tag.uri}", not oai_dc`);
    }
    if (record.hasMetadata) throw new NotRecordsError('a record holds two oai_dc elements');
    record.hasMetadata = true;
  }

  #openField(tag: SaxesTagNS, frame: Frame, record: XmlRecord): void {
    if (this.#open[PAYLOAD - 1]?.name !== `{${OAI_DC}}dc` || this.#open[PART - 1]?.name !== `{${OAI}}metadata`) return;
    if (tag.uri === DC && DC_NAMES.has(tag.local)) frame.text = '';
    else record.oddities.push({ line: frame.line, text: `<${tag.name}> is no element of oai_dc and was left out` });
  }
}

function closeHeaderField(frame: Frame, text: string, record: XmlRecord): void {
  if (frame.text === undefined || text === '') return;
  if (frame.name === `{${OAI}}identifier`) {
    if (record.identifier === undefined) record.identifier = text;
    else record.oddities.push({ line: frame.line, text: `a second identifier “${text.slice(0, 60)}” was left out` });
  } else if (frame.name === `{${OAI}}datestamp`) record.datestamp = { text, line: frame.line };
  else if (frame.name === `{${OAI}}setSpec`) record.sets.push(text);
  else record.oddities.push({ line: frame.line, text: 'an unknown element of the header was left out' });
}
