import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { Fault } from '../fault.ts';
import { type HttpResponse, httpGet } from '../harvest/http-get.ts';
import { PassingFault } from '../harvest/passing-fault.ts';
import { readRetryAfter } from '../harvest/retry-after.ts';
import { SOFTWARE } from '../version.ts';

export interface PoliteOptions {
  /** Most requests in all. */
  requests: number;
  /** Seconds between the end of an answer and the next request. */
  delay: number;
  /** Seconds, in all, for which a busy server is waited for. */
  maxWait: number;
  /** Seconds for everything. */
  totalSeconds: number;
  /** Most bytes of an answer. */
  maxBytes: number;
  /** Mail address of whoever runs the check, sent as From. */
  contact?: string;
  clock: Clock;
  /** Ends the check. */
  signal: AbortSignal;
}

export interface Request {
  method: 'GET' | 'HEAD' | 'POST';
  /** Arguments as they are sent, escaped. */
  query: string;
  headers?: Readonly<Record<string, string | undefined>>;
}

/** A request and the answer to it. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  readonly bytes: Buffer;
  /** The address that answered in the end, without the arguments, where that is another one. */
  readonly redirectedTo?: string;
}

/** No answer came: the request, and why. */
export interface Failure {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly failure: string;
}

/** The check cannot go on; what is known by now is reported. */
export class EndOfCheck extends Error {
  override readonly name = 'EndOfCheck';
}

/** Failures in a row after which a server is left alone. */
const MOST_FAILURES = 3;
/** Seconds to wait for a busy server that does not say how long. */
const UNTOLD_WAIT = 30;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Asks one endpoint one thing at a time, slowly, within limits, and says who asks. Waits for a busy server as long as
 * it asks for, and asks once more when a connection breaks. Throws an EndOfCheck when a limit is reached.
 */
export class PoliteClient {
  /** Where requests go; without arguments of OAI-PMH. */
  address: string;
  /** Requests that were sent. */
  sent = 0;
  /** Whether anything ever came back. */
  hasAnswered = false;
  /** Status and Retry-After of answers that said "later". */
  readonly busy: { exchange: Omit<Failure, 'failure'>; status: number; retryAfter: string | undefined }[] = [];
  readonly #options: PoliteOptions;
  readonly #began: number;
  #waited = 0;
  #failures = 0;

  constructor(address: string, options: PoliteOptions) {
    this.address = address;
    this.#options = options;
    this.#began = options.clock.monotonic();
  }

  async ask(request: Request): Promise<Exchange | Failure> {
    let isSecondTry = false;
    for (;;) {
      const where = this.#where(request);
      try {
        const exchange = await this.#askOnce(request, where);
        if (exchange !== 'busy') {
          this.#failures = 0;
          return exchange;
        }
      } catch (error) {
        this.#stopIfAsked();
        if (!(error instanceof Fault)) throw error;
        if (error instanceof PassingFault && !isSecondTry) {
          isSecondTry = true;
          continue;
        }
        if (++this.#failures >= MOST_FAILURES)
          throw new EndOfCheck(`no answer came to the last ${MOST_FAILURES} requests: ${error.message}`);
        return { ...where, failure: error.message };
      }
    }
  }

  #where({ method, query }: Request): Omit<Failure, 'failure'> {
    if (method === 'POST') return { method, url: this.address, body: query };
    const url = new URL(this.address);
    url.search = [url.search.slice(1), query].filter((part) => part !== '').join('&');
    return { method, url: url.href };
  }

  async #askOnce({ headers }: Request, where: Omit<Failure, 'failure'>): Promise<Exchange | 'busy'> {
    const { requests, delay, totalSeconds, maxBytes, contact, clock, signal } = this.#options;
    if (this.sent >= requests) throw new EndOfCheck(`the limit of ${requests} requests was reached`);
    if (clock.monotonic() - this.#began > totalSeconds)
      throw new EndOfCheck(`the limit of ${totalSeconds} seconds was reached`);
    if (this.sent > 0) await this.#sleep(delay);
    this.sent += 1;
    const { method, url, body } = where;
    const response = await httpGet(
      url,
      {
        // The host that a person typed; redirects lead to public addresses alone.
        allowPrivate: true,
        userAgent: `${SOFTWARE.title}/${SOFTWARE.version} (check of an OAI-PMH endpoint)`,
        maxBytes,
        idleSeconds: 60,
        totalSeconds: 120,
        signal,
        ...(contact === undefined ? {} : { contact }),
      },
      {
        method: method as Request['method'],
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': FORM, 'Content-Length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        redirects: body === undefined ? 5 : 0,
        ...(body === undefined ? {} : { body }),
      },
    );
    const { status } = response;
    this.hasAnswered = true;
    if (status === 503 || status === 429) {
      response.discard();
      const retryAfter = response.headers['retry-after'];
      this.busy.push({ exchange: where, status, retryAfter });
      await this.#waitFor(readRetryAfter(response.headers, clock.now()) ?? UNTOLD_WAIT);
      return 'busy';
    }
    const chunks: Buffer[] = [];
    // HEAD has none, whatever its headers say.
    if (method === 'HEAD') response.discard();
    else for await (const chunk of response.body) chunks.push(chunk);
    return {
      ...where,
      status,
      headers: headersOf(response),
      bytes: Buffer.concat(chunks),
      ...redirected(where.url, response.url),
    };
  }

  async #waitFor(seconds: number): Promise<void> {
    const { maxWait } = this.#options;
    if (this.#waited + seconds > maxWait) {
      throw new EndOfCheck(`the server is busy and asks to come back in ${seconds} seconds; ${maxWait} are waited for`);
    }
    this.#waited += seconds;
    await this.#sleep(seconds);
  }

  async #sleep(seconds: number): Promise<void> {
    this.#stopIfAsked();
    if (seconds === 0) return;
    try {
      await setTimeout(seconds * 1000, undefined, { signal: this.#options.signal });
    } catch {
      this.#stopIfAsked();
    }
  }

  #stopIfAsked(): void {
    if (this.#options.signal.aborted) throw new EndOfCheck('it was stopped');
  }
}

function headersOf({ headers }: HttpResponse): Exchange['headers'] {
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** The part before the arguments that were sent. */
function redirected(asked: string, answered: string): { redirectedTo?: string } {
  if (answered === new URL(asked).href) return {};
  const url = new URL(answered);
  url.search = '';
  return { redirectedTo: url.href };
}
