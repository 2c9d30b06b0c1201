import type { Expected } from '../judge/answer.ts';
import { judge } from '../judge/judge.ts';
import type { JudgedAnswer, JudgedFormat, JudgedHeader, JudgedIdentify } from '../judge/judged-answer.ts';
import { shown } from '../judge/report.ts';
import { granularityOf } from '../judge/rules/dates.ts';
import type { ErrorCode, FormatAddress, GranularityName, VerbName } from '../judge/vocabulary.ts';
import type { XmlElement } from '../judge/xml-tree.ts';
import { parseDatestamp } from '../oai/datestamp.ts';
import { checkTexts } from './check-texts.ts';
import { Ledger } from './ledger.ts';
import { materialsOf } from './materials-of.ts';
import type { Exchange, Failure, PoliteClient, Request } from './polite-client.ts';
import { CHECK_RULES } from './rules/index.ts';
import { TRUSTED_SCHEMAS } from './trusted-schemas.ts';

/** Seconds by which the clocks behind a responseDate and a Date header may differ. */
const CLOCKS_DIFFER = 300;

/** What came of a request. `answer` is absent where nothing came that can be read. */
export interface Reply {
  readonly exchange: Exchange | Failure;
  readonly answer?: JudgedAnswer;
  readonly root?: XmlElement;
}

/** What is known of the endpoint so far, as it says itself. */
export interface Facts {
  baseUrl: string;
  granularity: GranularityName;
  identify?: JudgedIdentify;
  formats: readonly JudgedFormat[];
  /** Undefined: not known. Empty: it has none. */
  setSpecs?: ReadonlySet<string>;
  /** Whether ListSets was read to its end. */
  allSets: boolean;
  /** Headers of oai_dc, in the order of the list. */
  headers: readonly JudgedHeader[];
  /** Whether they are all that there are. */
  allHeaders: boolean;
  /** Datestamps on both sides of the first page's end, the lower one first; absent where there was one page. */
  boundary?: readonly [string, string];
  /** The responseDate of the first answer. */
  begunAt?: string;
}

export interface AskOptions {
  method?: 'GET' | 'POST';
  headers?: Request['headers'];
  /** Of a list in another format than oai_dc, whose records are not compared. */
  isOther?: boolean;
}

/** Asks an endpoint, judges all that it says, and keeps what was found. */
export class Survey {
  readonly client: PoliteClient;
  readonly ledger = new Ledger();
  readonly facts: Facts;
  /** Called with each answer that could be read. */
  readonly onAnswer: (answer: JudgedAnswer, root: XmlElement) => void;

  constructor(client: PoliteClient, onAnswer: Survey['onAnswer']) {
    this.client = client;
    this.onAnswer = onAnswer;
    this.facts = {
      baseUrl: client.address,
      granularity: 'seconds',
      formats: [],
      allSets: false,
      headers: [],
      allHeaders: false,
    };
  }

  /** A legal request; the answer is judged with what was asked, and may hold errors. */
  async ask(verb: VerbName, args: Readonly<Record<string, string>> = {}, options: AskOptions = {}): Promise<Reply> {
    const query = queryOf({ verb, ...args });
    const { method = 'GET', headers } = options;
    return this.#send(
      { method, query, ...(headers === undefined ? {} : { headers }) },
      { verb, requestArguments: args },
    );
  }

  /** A legal request in an unusual form: arguments as they are sent. */
  askAs(request: Request, verb: VerbName): Promise<Reply> {
    return this.#send(request, { verb });
  }

  /** A request that must be refused with one of these codes, arguments as they are sent. */
  async provoke(
    rule: string,
    query: string,
    codes: readonly ErrorCode[],
    method: 'GET' | 'POST' = 'GET',
  ): Promise<Reply> {
    const reply = await this.#send({ method, query }, {});
    const found = reply.answer?.errors ?? [];
    const isRight = found.some(({ code }) => codes.includes(code));
    // What cannot be read was reported for that.
    if (reply.answer !== undefined) {
      this.hold(rule, isRight, reply, `${codes.join(' or ')} was due, and ${outcomeOf(reply)} came`);
    }
    return reply;
  }

  /** Notes that a rule was tried with this reply, and a fault where it is not kept. */
  hold(rule: string, isKept: boolean, reply: Pick<Reply, 'exchange'>, seen: string): void {
    this.ledger.tried(rule);
    if (!isKept) this.fault(rule, reply, seen);
  }

  fault(rule: string, { exchange }: Pick<Reply, 'exchange'>, seen: string): void {
    const { method, url, body } = exchange;
    this.ledger.fault(rule, { method, url, ...(body === undefined ? {} : { body }), seen });
  }

  /**
   * As hold, for what two answers say together: where they disagree, it is asked first whether anything was changed
   * since the check began. If so, the rule counts as not tried.
   */
  async holdIfQuiet(rule: string, isKept: boolean, reply: Pick<Reply, 'exchange'>, seen: string): Promise<void> {
    if (isKept || !(await this.#hasChanged())) this.hold(rule, isKept, reply, seen);
    else this.ledger.skip('the repository was changed while it was checked', rule);
  }

  async #hasChanged(): Promise<boolean> {
    const { begunAt, granularity } = this.facts;
    if (begunAt === undefined) return false;
    const from = granularity === 'day' ? begunAt.slice(0, 10) : begunAt;
    const { answer } = await this.ask('ListIdentifiers', { metadataPrefix: 'oai_dc', from });
    return answer?.headers.some(({ datestamp }) => datestamp >= from) === true;
  }

  /** Whether a request was granted; where it was not, that breaks the rule. */
  granted(rule: string, reply: Reply): boolean {
    const { answer } = reply;
    if (answer === undefined) return false;
    this.hold(rule, answer.errors.length === 0, reply, `the request is legal, and ${outcomeOf(reply)} came`);
    return answer.errors.length === 0;
  }

  async #send(request: Request, expected: Pick<Expected, 'verb' | 'requestArguments'>): Promise<Reply> {
    const exchange = await this.client.ask(request);
    if ('failure' in exchange) {
      this.fault('RESP-17', { exchange }, exchange.failure);
      return { exchange };
    }
    if (!this.#isResponse(exchange)) return { exchange };
    if (expected.verb === 'Identify') this.#peek(exchange);
    const { baseUrl, granularity, formats } = this.facts;
    const judgement = judge(
      { status: exchange.status, headers: exchange.headers, body: exchange.bytes },
      { ...expected, baseUrl, granularity, errors: 'any', formats: addressesOf(formats) },
      [TRUSTED_SCHEMAS],
      (rule, seen) => this.fault(rule, { exchange }, seen),
    );
    this.#tried(judgement?.answer);
    if (judgement === undefined) return { exchange };
    const { answer, root } = judgement;
    this.#compare(answer, { exchange });
    checkTexts(root, answer, (rule, seen) => this.fault(rule, { exchange }, seen));
    this.onAnswer(answer, root);
    return { exchange, answer, root };
  }

  /** Whether it is worth reading as a response of the protocol; what is not was reported. */
  #isResponse(exchange: Exchange): boolean {
    const { status, bytes } = exchange;
    if (status >= 500) {
      this.fault('RESP-03', { exchange }, `the status is ${status}`);
      return false;
    }
    if (/<(?:[\w.-]+:)?OAI-PMH[\s>]/.test(bytes.toString('latin1', 0, 100_000))) return true;
    const beginning = bytes.toString('utf8', 0, 80).trim();
    if (status === 200) this.fault('ERR-10', { exchange }, `what came is no OAI-PMH response: ${shown(beginning)}`);
    else this.fault('RESP-02', { exchange }, `the status is ${status}, and what came is no OAI-PMH response`);
    return false;
  }

  /** What Identify says of itself is what all answers are held to, this one included. */
  #peek({ bytes }: Exchange): void {
    const text = bytes.toString();
    const baseUrl = /<(?:[\w.-]+:)?baseURL>([^<]+)</.exec(text)?.[1];
    if (baseUrl !== undefined) this.facts.baseUrl = baseUrl.replaceAll('&amp;', '&');
    this.facts.granularity = /<(?:[\w.-]+:)?granularity>YYYY-MM-DD</i.test(text) ? 'day' : 'seconds';
  }

  #tried(answer: JudgedAnswer | undefined): void {
    const materials = materialsOf(answer);
    for (const { id, material } of CHECK_RULES) {
      if (material !== undefined && materials.has(material)) this.ledger.tried(id);
    }
  }

  #compareClocks({ responseDate }: JudgedAnswer, reply: { exchange: Exchange }): void {
    const sent = Date.parse(reply.exchange.headers.get('date') ?? '') / 1000;
    const made = parseDatestamp(responseDate)?.start;
    if (made === undefined || Number.isNaN(sent)) return;
    const seen = `responseDate is ${responseDate}, the Date of the server ${reply.exchange.headers.get('date')}`;
    this.hold('XML-07', made <= sent + CLOCKS_DIFFER, reply, seen);
  }

  /** What one answer says against another one. */
  #compare(answer: JudgedAnswer, reply: { exchange: Exchange }): void {
    const { earliestDatestamp = '', deletedRecord } = this.facts.identify ?? {};
    this.#compareClocks(answer, reply);
    for (const { identifier, datestamp, deleted } of answer.headers) {
      if (granularityOf(datestamp) === undefined) continue;
      const isEarly = datestamp < earliestDatestamp.slice(0, datestamp.length);
      this.hold(
        'IDF-05',
        !isEarly,
        reply,
        `${identifier} is of ${datestamp}, earliestDatestamp is ${earliestDatestamp}`,
      );
      const isLate = datestamp > answer.responseDate.slice(0, datestamp.length);
      this.hold('DATE-29', !isLate, reply, `${identifier} is of ${datestamp}, the answer of ${answer.responseDate}`);
      if (deletedRecord === 'no')
        this.hold('DEL-02', !deleted, reply, `${identifier} is deleted, and deletedRecord is no`);
    }
  }
}

/** What an answer came to, for messages. */
export function outcomeOf({ answer, exchange }: Reply): string {
  if (answer === undefined)
    return 'failure' in exchange ? 'nothing' : `something unreadable with status ${exchange.status}`;
  if (answer.errors.length > 0)
    return answer.errors.map(({ code, text }) => `${code} (${text.trim().slice(0, 100)})`).join(', ');
  const { headers, sets, formats, verb = 'nothing' } = answer;
  const count = headers.length + sets.length + formats.length;
  return verb === 'Identify' ? verb : `${verb} with ${count} ${count === 1 ? 'entry' : 'entries'}`;
}

/** Written so that `+` need not be understood as a space. */
export function queryOf(args: Readonly<Record<string, string>>): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function addressesOf(formats: readonly JudgedFormat[]): Record<string, FormatAddress> {
  return Object.fromEntries(
    formats
      .filter(({ metadataPrefix }) => metadataPrefix !== 'oai_dc')
      .map(({ metadataPrefix, schema, metadataNamespace }) => [
        metadataPrefix,
        { schema, namespace: metadataNamespace },
      ]),
  );
}
