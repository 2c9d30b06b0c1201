import { STATUS_CODES } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock.ts';
import { Fault } from '../fault.ts';
import type { NoteEvent } from './harvest-event.ts';
import { type HttpGetOptions, httpGet } from './http-get.ts';
import type { OaiResponse } from './oai-response.ts';
import { PassingFault } from './passing-fault.ts';
import { readResponse } from './read-response.ts';
import { redact } from './redact.ts';
import { readRetryAfter } from './retry-after.ts';
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
   * The answer to a request, errors of the protocol included. Tells, before it does so, that it waits. Throws a Fault
   * when there is no answer to be had: a PassingFault when only the tries have run out.
   */
  async *ask(
    verb: 'Identify' | 'ListRecords',
    more: Readonly<Record<string, string>> = {},
  ): AsyncGenerator<NoteEvent, OaiResponse> {
    const { retryPauses = [2, 10, 30, 60], maxWait = 3600 } = this.#options;
    for (let tries = 1; ; ) {
      let pause: number;
      try {
        const answer = await this.#askOnce(verb, more);
        if (!('busy' in answer)) return answer;
        pause = answer.busy;
        if (this.#waited + pause > maxWait) {
          throw new Fault(
            `${this.name} is busy and asks to come back in ${pause} seconds; at most ${maxWait} are waited for in one harvest. Try again later.`,
          );
        }
        this.#waited += pause;
        yield { kind: 'note', text: `${this.name} is busy: waiting ${pause} seconds` };
      } catch (error) {
        if (!(error instanceof PassingFault)) throw error;
        const next = retryPauses[tries - 1];
        if (next === undefined) throw new PassingFault(`${error.message} That was try ${tries}, and the last.`);
        tries++;
        pause = next;
        yield { kind: 'note', text: `${error.message} Trying again in ${pause} seconds` };
      }
      await this.#sleep(pause);
    }
  }

  async #askOnce(verb: 'Identify' | 'ListRecords', more: Readonly<Record<string, string>>) {
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
    try {
      const answer = await readResponse(response.body, verb, maxRecordLength);
      if (status === 200 || answer.errors.length > 0) return answer;
      throw this.#badStatus(status);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      if (status !== 200) throw this.#badStatus(status);
      const message = `${this.name} did not answer ${verb} with an OAI-PMH response: ${error.message}.`;
      throw error.isHopeless ? new Fault(message) : new PassingFault(message);
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

/** Written so that `+` need not be understood as a space, which some servers do not (CONFORMANCE HRV-03). */
function requestUrl(baseUrl: string, args: Readonly<Record<string, string>>): string {
  const url = new URL(baseUrl);
  const query = Object.entries(args).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), ...query].join('&');
  return url.href;
}
