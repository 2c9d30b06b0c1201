import type { SaxesTagNS } from 'saxes';
import { quote } from '../oai/quote.ts';
import { Fragment } from './fragment.ts';
import { readLooseDate } from './loose-date.ts';
import type { OaiResponse } from './oai-response.ts';
import { RecordDraft } from './record-draft.ts';
import { UnreadableError } from './unreadable-error.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';
const HEADER = `{${OAI}}header`;
const METADATA = `{${OAI}}metadata`;
const ABOUT = `{${OAI}}about`;

const ROOT = 1;
const VERB = 2;
/** A record, the resumptionToken, or an element of Identify. */
const ENTITY = 3;
/** header, metadata, about. */
const PART = 4;
/** An element of the header, or the root of a payload. */
const CONTENT = 5;

/**
 * Builds a response out of the events of a namespace-aware parser (protocol 3.2). `cut` gives the text as sent between
 * two positions; it is asked only for what lies behind `keepFrom`.
 */
export class ResponseBuilder {
  readonly #verb: string;
  readonly #cut: (start: number, end: number) => string;
  readonly #response: OaiResponse & { identify: Map<string, string> };
  /** Elements that are open outside of any fragment: `{namespace}local` and declarations. */
  readonly #path: { name: string; ns: Readonly<Record<string, string>> }[] = [];
  #fragment: Fragment | undefined;
  #record: { draft: RecordDraft; start: number } | undefined;
  /** Text of the element that is open at this depth, where anybody wants it. */
  #text: { depth: number; text: string } | undefined;
  #hasVerb = false;

  constructor(verb: string, cut: (start: number, end: number) => string) {
    this.#verb = verb;
    this.#cut = cut;
    this.#response = { responseDate: '', errors: [], identify: new Map(), parts: [] };
  }

  get depth(): number {
    return this.#path.length + (this.#fragment?.depth ?? 0);
  }

  /** True when the next tag may begin something that is cut out. */
  get wantsStart(): boolean {
    return this.#fragment === undefined && (this.depth === ENTITY - 1 || this.depth === CONTENT - 1);
  }

  /** Is a record being read? Then where its text must be held from; undefined when it was given up. */
  get record(): { keepFrom: number | undefined } | undefined {
    if (!this.#record) return undefined;
    return { keepFrom: this.#record.draft.tooLong ? undefined : this.#record.start };
  }

  /** The record that is being read is too long: its text need not be held any more. */
  giveUpRecord(): void {
    if (this.#record) this.#record.draft.tooLong = true;
  }

  /** `start` is the position of the tag's `<`, where it was wanted. */
  openTag(tag: SaxesTagNS, start: number): void {
    if (this.#fragment) {
      this.#fragment.openTag(tag);
      return;
    }
    const part = this.#record && this.depth === PART ? this.#path[PART - 1]?.name : undefined;
    if (part === METADATA || part === ABOUT) {
      const around = this.#path.map(({ ns }) => ns);
      this.#fragment = new Fragment(tag, start, around);
      return;
    }
    const name = `{${tag.uri}}${tag.local}`;
    this.#path.push({ name, ns: tag.ns });
    if (this.depth === ROOT && name !== `{${OAI}}OAI-PMH`) {
      throw new UnreadableError(
        `the root element is <${tag.name.slice(0, 80)}>, not the one of an OAI-PMH 2.0 response`,
      );
    }
    if (this.depth === VERB) this.#openVerb(tag, name);
    if (this.depth === ENTITY) this.#openEntity(tag, name, start);
    if (this.depth === PART && this.#record) this.#openPart(tag, name, this.#record.draft);
    if (part === HEADER) this.#read();
  }

  text(text: string): void {
    if (this.#fragment === undefined && this.#text !== undefined) this.#text.text += text;
  }

  closeTag(end: number): void {
    if (this.#fragment) this.#closeInFragment(this.#fragment, end);
    else this.#closeOutside(end);
  }

  #closeOutside(end: number): void {
    const depth = this.depth;
    const name = this.#path.pop()?.name ?? '';
    const isLeaf = this.#text?.depth === depth;
    const text = isLeaf ? this.#text?.text.trim() : undefined;
    if (isLeaf) this.#text = undefined;
    const local = name.startsWith(`{${OAI}}`) ? name.slice(OAI.length + 2) : '';
    if (depth === VERB && local === 'responseDate') this.#response.responseDate = text ?? '';
    if (depth === VERB && local === 'error') {
      const error = this.#response.errors.at(-1);
      if (error) error.text = text ?? '';
    }
    if (depth === ENTITY && this.#record) this.#closeRecord(this.#record, end);
    else if (depth === ENTITY && local === 'resumptionToken' && text) this.#response.resumptionToken = text;
    else if (depth === ENTITY && text !== undefined && !this.#response.identify.has(local)) {
      this.#response.identify.set(local, text);
    }
    if (depth === PART && this.#record && text) this.#record.draft.strayText += text;
    if (depth === CONTENT && this.#record && text) closeHeaderField(local, text, this.#record.draft);
  }

  /** The response, once its text has come to its end. */
  finish(): OaiResponse {
    const response = this.#response;
    if (!this.#hasVerb && response.errors.length === 0) throw new UnreadableError(`it holds no ${this.#verb}`);
    if (readLooseDate(response.responseDate) === undefined) {
      throw new UnreadableError(`its responseDate ${quote(response.responseDate)} is none`);
    }
    return response;
  }

  /** The text of the element that was just opened is wanted, with that of all within it. */
  #read(): void {
    this.#text = { depth: this.depth, text: '' };
  }

  #openVerb(tag: SaxesTagNS, name: string): void {
    if (name === `{${OAI}}responseDate`) this.#read();
    else if (name === `{${OAI}}error`) {
      this.#read();
      this.#response.errors.push({ code: tag.attributes['code']?.value ?? '', text: '' });
    } else if (name === `{${OAI}}${this.#verb}`) this.#hasVerb = true;
    else if (name !== `{${OAI}}request`) {
      throw new UnreadableError(`it holds <${tag.name.slice(0, 80)}>, not ${this.#verb}`);
    }
  }

  #openEntity(tag: SaxesTagNS, name: string, start: number): void {
    if (this.#path[VERB - 1]?.name !== `{${OAI}}${this.#verb}`) return;
    if (this.#verb === 'Identify') this.#read();
    else if (name === `{${OAI}}record`) this.#record = { draft: new RecordDraft(), start };
    else if (name === `{${OAI}}resumptionToken`) {
      this.#read();
      const size = tag.attributes['completeListSize']?.value.trim() ?? '';
      if (/^\d{1,15}$/.test(size)) this.#response.completeListSize = Number(size);
    } else throw new UnreadableError(`<${tag.name.slice(0, 80)}> stands where a record should stand`);
  }

  #openPart(tag: SaxesTagNS, name: string, draft: RecordDraft): void {
    if (name === HEADER) {
      const status = tag.attributes['status']?.value;
      if (status !== undefined) draft.status = status;
    } else if (name === METADATA) this.#read();
    else if (name !== ABOUT) draft.notes.push(`<${tag.name.slice(0, 80)}> is no part of a record`);
  }

  #closeInFragment(fragment: Fragment, end: number): void {
    fragment.closeTag();
    if (fragment.depth > 0) return;
    this.#fragment = undefined;
    const draft = this.#record?.draft;
    if (!draft || draft.tooLong) return;
    const xml = fragment.standAlone(this.#cut(fragment.start, end));
    (this.#path[PART - 1]?.name === METADATA ? draft.payloads : draft.abouts).push(xml);
  }

  #closeRecord({ draft, start }: { draft: RecordDraft; start: number }, end: number): void {
    const { parts, responseDate } = this.#response;
    this.#record = undefined;
    parts.push(...draft.finish(responseDate, draft.tooLong ? undefined : this.#cut(start, end)));
  }
}

function closeHeaderField(local: string, text: string, draft: RecordDraft): void {
  if (local === 'setSpec') draft.setSpecs.push(text);
  else if (local === 'identifier') draft.identifier ??= text;
  else if (local === 'datestamp') draft.datestamp ??= text;
}
