import { STATUS_CODES } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock.ts';
import { Fault } from '../fault.ts';
import type { WaitEvent } from './harvest-event.ts';
import { type HttpGetOptions, httpGet } from './http-get.ts';
import type { OaiResponse } from './oai-response.ts';
import { PassingFault } from './passing-fault.ts';
import { readResponse } from './read-response.ts';
import { redact } from './redact.ts';
import { readRetryAfter } from './retry-after.ts';
import { salvageResponse } from './salvage-response.ts';
import { UnreadableError } from './unreadable-error.ts';

export interface AskOptions extends HttpGetOptions {
  clock?: Clock;
  sleep?: (seconds: number) => Promise<void>;
  /** Seconds, in all of one harvest, for which a busy source is waited for. Default one hour. */
  maxWait?: number;
  /** Seconds before each further try, when a connection or a page was broken. Default 2, 10, 30, 60. */
  retryPauses?: readonly number[];
  /** Of one record, in UTF-16 code units with its markup; a longer one is refused. Default 8 Mi. */
  maxRecordLength?: number;
}

/** Seconds to wait for a busy source that does not say how long: minutes, by the harvester guidelines 5. */
const UNTOLD_WAIT = 120;
/** Statuses with which some servers send answers that hold errors of the protocol. */
const WITH_OAI_ERRORS: ReadonlySet<number> = new Set([400, 404, 410, 422]);
/** Statuses that pass, beside 5xx. */
const PASSING: ReadonlySet<number> = new Set([408, 425]);

/** A page that is malformed in one way so many times in a row will be so next time. */
const SAME_FAULTS = 3;
/** The close tag of a response, with white space around it, in bytes. */
const LONGEST_END = 1000;

/** An answer that came, and is not well-formed. */
class MalformedFault extends PassingFault {}

/** Another repository's endpoint, asked with patience: waited for when busy, asked again when it fails. */
export class SourceEndpoint {
  /** For messages. */
  readonly name: string;
  readonly #baseUrl: string;
  readonly #options: AskOptions;
  #waited = 0;

  constructor(baseUrl: string, options: AskOptions) {
    this.#baseUrl = baseUrl;
    this.#options = options;
    this.name = redact(baseUrl);
  }

  /**
   * The answer to a request, errors of the protocol included. Tells, before it does so, that it waits. A page of a list
   * that comes whole and is malformed in the same way for the third time is salvaged. An answer that `doubtOf` has words
   * against is asked for again, and believed when the tries have run out. Throws a Fault when there is no answer to be had: a PassingFault when only the tries have run out.
   */
  async *ask(
    verb: 'Identify' | 'ListRecords',
    more: Readonly<Record<string, string>> = {},
    doubtOf: (answer: OaiResponse) => string | undefined = () => undefined,
  ): AsyncGenerator<WaitEvent, OaiResponse> {
    const { retryPauses = [2, 10, 30, 60], maxWait = 3600 } = this.#options;
    let fault = '';
    let sameFaults = 0;
    for (let tries = 1; ; ) {
      let pause: number;
      try {
        const stubborn = verb === 'ListRecords' && sameFaults >= SAME_FAULTS - 1 ? fault : undefined;
        const answer = await this.#askOnce(verb, more, stubborn);
        if (!('busy' in answer)) {
          const doubt = doubtOf(answer);
          if (doubt === undefined || retryPauses[tries - 1] === undefined) return answer;
          throw new PassingFault(`${doubt}.`);
        }
        pause = answer.busy;
        if (this.#waited + pause > maxWait) {
          throw new Fault(
            `${this.name} is busy and asks to come back in ${pause} seconds; at most ${maxWait} are waited for in one harvest. Try again later.`,
          );
        }
        this.#waited += pause;
        yield { kind: 'wait', text: `${this.name} is busy: asked again in ${pause} seconds` };
      } catch (error) {
        if (!(error instanceof PassingFault)) throw error;
        sameFaults = !(error instanceof MalformedFault) ? 0 : error.message === fault ? sameFaults + 1 : 1;
        fault = error.message;
        const next = retryPauses[tries - 1];
        if (next === undefined) throw new PassingFault(`${error.message} That was try ${tries}, and the last.`);
        tries++;
        pause = next;
        yield { kind: 'wait', text: `${error.message} Asked again in ${pause} seconds` };
      }
      await this.#sleep(pause);
    }
  }

  /** `stubborn` is the fault that this page has had before, where it is to be salvaged if it has it again. */
  async #askOnce(
    verb: 'Identify' | 'ListRecords',
    more: Readonly<Record<string, string>>,
    stubborn: string | undefined,
  ): Promise<OaiResponse | { busy: number }> {
    const { maxRecordLength = 8 * 1024 * 1024, clock = systemClock } = this.#options;
    const response = await httpGet(requestUrl(this.#baseUrl, { verb, ...more }), this.#options);
    const { status } = response;
    if (status === 429 || status === 503) {
      response.discard();
      return { busy: readRetryAfter(response.headers, clock.now()) ?? UNTOLD_WAIT };
    }
    if (status !== 200 && !WITH_OAI_ERRORS.has(status)) {
      response.discard();
      throw this.#badStatus(status);
    }
    // A page is held only where it may have to be salvaged.
    const held = stubborn === undefined ? undefined : await allOf(response.body);
    try {
      const answer = await readResponse(held === undefined ? response.body : inOnePiece(held), verb, maxRecordLength);
      if (status === 200 || answer.errors.length > 0) return answer;
      throw this.#badStatus(status);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      if (status !== 200) throw this.#badStatus(status);
      const fault = this.#unreadable(verb, error);
      if (held === undefined || fault.message !== stubborn || !isWhole(held)) throw fault;
      return this.#salvage(held, maxRecordLength, fault);
    }
  }

  #unreadable(verb: string, { kind, message }: UnreadableError): Fault {
    const text = `${this.name} did not answer ${verb} with an OAI-PMH response: ${message}.`;
    switch (kind) {
      case 'malformed':
        return new MalformedFault(text);
      case 'other':
        return new PassingFault(text);
      case 'hopeless':
        return new Fault(text);
    }
  }

  #salvage(page: Buffer, longestRecord: number, { message }: Fault): OaiResponse {
    try {
      return salvageResponse(page, longestRecord);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      throw new Fault(
        `${message} It came like this ${SAME_FAULTS} times, and cannot be salvaged: ${error.message}. Whoever runs that endpoint has to mend it.`,
      );
    }
  }

  #badStatus(status: number): Fault {
    const words = STATUS_CODES[status] === undefined ? '' : ` (${STATUS_CODES[status]})`;
    const message = `${this.name} answered with HTTP ${status}${words}.`;
    return status >= 500 || PASSING.has(status) ? new PassingFault(message) : new Fault(message);
  }

  async #sleep(seconds: number): Promise<void> {
    const { sleep, signal } = this.#options;
    signal?.throwIfAborted();
    if (sleep) return sleep(seconds);
    try {
      await setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  }
}

/** Does it end with the close tag of a response? What does not was cut off. */
function isWhole(page: Buffer): boolean {
  return /<\/(?:[\w-]+:)?OAI-PMH\s*>\s*$/.test(page.subarray(-LONGEST_END).toString('latin1'));
}

async function allOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Written so that `+` need not be understood as a space, which some servers do not (CONFORMANCE HRV-03). */
function requestUrl(baseUrl: string, args: Readonly<Record<string, string>>): string {
  const url = new URL(baseUrl);
  const query = Object.entries(args).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), ...query].join('&');
  return url.href;
}
