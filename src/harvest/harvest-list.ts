import { createHash } from 'node:crypto';
import { Fault } from '../fault.ts';
import { GRANULARITY_LITERAL, type Granularity } from '../oai/granularity.ts';
import { quote } from '../oai/quote.ts';
import { cleanWords } from './clean-words.ts';
import type { HarvestEvent, IdentifyEvent, NoteEvent, PageEvent, WaitEvent } from './harvest-event.ts';
import { checkListRequest, type ListRequest, listArguments } from './list-request.ts';
import type { OaiResponse } from './oai-response.ts';
import { hideSecrets } from './redact.ts';
import { type AskOptions, SourceEndpoint } from './source-endpoint.ts';

/** Where a harvest goes on that was broken off: the request that began it, and what its last page event told. */
export interface ResumePoint extends ListRequest {
  resumptionToken: string;
  firstResponseDate: string;
  /** Of the identify event. */
  granularity: Granularity;
  /** Of the last page event; left out: unknown. */
  number?: number;
  /** Of the last page event, too. */
  delivered?: number;
  announced?: number;
}

export interface HarvestOptions extends AskOptions {
  /** A list with more pages is taken for one without an end. Default 100,000. */
  maxPages?: number;
}

/**
 * Reads a list of records from another endpoint to its end, by the guidelines for harvesters. Nothing is kept between
 * pages but the token and what tells a circle; a page is held until it was read to its end. Throws a Fault when the
 * list cannot be read on: what came up to the last page event is whole, and the harvest can go on from there.
 *
 * - A busy source is waited for; broken connections and pages are asked for again (6.2). A page that stays malformed is
 *   salvaged: records that cannot be read are refused, and the list goes on.
 * - A token that is refused begins the list anew, once; so records may come twice, and the later is the truth.
 * - A list that ends with nothing, short of its completeListSize, is asked for again. If it stays so, that is a Fault; a
 *   harvest that goes on from there begins the list anew, once, and then takes it as it is. A last page with records is
 *   the end whatever was announced, since that may be an estimate (protocol 3.5).
 * - Nothing is told of records that match no more: see deletedRecord of the identify event.
 */
export async function* harvestList(
  start: ListRequest | ResumePoint,
  options: HarvestOptions = {},
): AsyncGenerator<HarvestEvent> {
  const { maxPages = 100_000 } = options;
  checkListRequest(start);
  const source = new SourceEndpoint(start.baseUrl, options);
  const resumed = 'resumptionToken' in start ? start : undefined;
  const granularity = resumed?.granularity ?? (yield* identify(source, start.baseUrl));
  const first = listArguments(start, granularity);

  let token = resumed?.resumptionToken;
  let firstResponseDate = resumed?.firstResponseDate;
  let number = resumed?.number ?? 0;
  let delivered = resumed === undefined ? 0 : resumed.delivered;
  let announced = resumed?.announced;
  let wasBegunAnew = false;
  const beginAnew = () => {
    wasBegunAnew = true;
    token = undefined;
    firstResponseDate = undefined;
    number = 0;
    delivered = 0;
    announced = undefined;
    seen.clear();
  };
  const shortfallOf = (answer: OaiResponse) =>
    token === undefined ? undefined : shortfall(source.name, answer, delivered, announced);
  const seen = new Set<string>();
  for (;;) {
    if (token !== undefined) seen.add(digest(token));
    const response: OaiResponse = yield* source.ask(
      'ListRecords',
      token === undefined ? first : { resumptionToken: token },
      shortfallOf,
    );
    const isEmpty = saysNoRecordsMatch(response);
    if (response.errors.length > 0 && !isEmpty) {
      const words = errorWords(response, start.baseUrl);
      if (token === undefined || wasBegunAnew) throw new Fault(`${source.name} refused: ${words}.`);
      yield { kind: 'note', text: `${source.name} refused to go on (${words}): the list begins anew` };
      beginAnew();
      continue;
    }
    const short = shortfallOf(response);
    if (short !== undefined) {
      if (resumed === undefined || (!wasBegunAnew && token !== resumed.resumptionToken)) {
        throw new Fault(`${short}, however often it is asked. The next harvest goes on there.`);
      }
      if (!wasBegunAnew) {
        yield { kind: 'note', text: `${short}: the list begins anew` };
        beginAnew();
        continue;
      }
      yield { kind: 'note', text: `${short}, from the beginning, too: it is taken for complete` };
    } else if (isEmpty && token !== undefined)
      yield { kind: 'note', text: `${source.name} has no more records after all` };
    firstResponseDate ??= response.responseDate;
    const next = isEmpty ? undefined : response.resumptionToken;
    checkProgress(source, next, ++number, seen, maxPages);
    if (response.salvaged !== undefined) {
      yield { kind: 'note', text: `${source.name} sends page ${number} malformed: ${response.salvaged}` };
    }
    yield* response.parts;
    if (delivered !== undefined) delivered += sent(response);
    announced = response.completeListSize ?? announced;
    yield {
      ...pageEvent(response, number, next, firstResponseDate),
      ...(next !== undefined && delivered !== undefined && { delivered }),
      ...(next !== undefined && announced !== undefined && { announced }),
    };
    if (next === undefined) return;
    token = next;
  }
}

/** Asks what the source is, tells it, and returns its granularity. */
async function* identify(
  source: SourceEndpoint,
  baseUrl: string,
): AsyncGenerator<IdentifyEvent | NoteEvent | WaitEvent, Granularity> {
  const response: OaiResponse = yield* source.ask('Identify');
  if (response.errors.length > 0) throw new Fault(`${source.name} refused: ${errorWords(response, baseUrl)}.`);
  const said = (name: string) => response.identify.get(name) ?? '';
  const granularity = said('granularity') === GRANULARITY_LITERAL.seconds ? 'seconds' : 'day';
  yield {
    kind: 'identify',
    repositoryName: cleanWords(said('repositoryName')),
    baseURL: said('baseURL'),
    granularity,
    deletedRecord: said('deletedRecord'),
    earliestDatestamp: said('earliestDatestamp'),
  };
  if (said('granularity') !== GRANULARITY_LITERAL[granularity]) {
    // Days are legal everywhere.
    const text = `${source.name} declares the granularity ${quote(said('granularity'))}, which is none: days are used`;
    yield { kind: 'note', text };
  }
  return granularity;
}

/** A Fault for a list that goes in a circle, or on for ever (CONFORMANCE TOK-31). */
function checkProgress(
  { name }: SourceEndpoint,
  next: string | undefined,
  number: number,
  seen: ReadonlySet<string>,
  maxPages: number,
): void {
  if (next === undefined) return;
  const shown = quote(cleanWords(next));
  if (seen.has(digest(next))) {
    throw new Fault(
      `${name} goes in a circle: page ${number} ends with the resumptionToken ${shown}, which came before.`,
    );
  }
  if (number >= maxPages) {
    throw new Fault(`${name} has not ended its list after ${number} pages; its last resumptionToken is ${shown}.`);
  }
}

/** An estimate may be as much too high, as a share of it, where a page of nothing ends the list in good order. */
const TOLERANCE = 0.1;

/** In words, that an answer to a token ends the list with nothing, and short of what was announced. */
function shortfall(
  name: string,
  answer: OaiResponse,
  delivered: number | undefined,
  announcedBefore: number | undefined,
): string | undefined {
  const announced = answer.completeListSize ?? announcedBefore;
  if (delivered === undefined || announced === undefined) return undefined;
  const isEnd = answer.errors.length === 0 && answer.resumptionToken === undefined && sent(answer) === 0;
  const least = saysNoRecordsMatch(answer) ? announced : isEnd ? announced * (1 - TOLERANCE) : 0;
  if (delivered >= least) return undefined;
  return `${name} announced ${announced} records, and after ${delivered} says that there are no more`;
}

function saysNoRecordsMatch({ errors }: OaiResponse): boolean {
  return errors.length > 0 && errors.every(({ code }) => code === 'noRecordsMatch');
}

/** How many records an answer holds, refused ones included. */
function sent({ parts }: OaiResponse): number {
  return parts.filter(({ kind }) => kind !== 'note').length;
}

function pageEvent(
  { parts, completeListSize }: OaiResponse,
  number: number,
  resumptionToken: string | undefined,
  firstResponseDate: string,
): PageEvent {
  return {
    kind: 'page',
    number,
    records: parts.filter(({ kind }) => kind === 'record').length,
    firstResponseDate,
    ...(resumptionToken !== undefined && { resumptionToken }),
    ...(completeListSize !== undefined && { completeListSize }),
  };
}

/** What the endpoint says, code and text, as far as it fits into a message. */
function errorWords({ errors }: OaiResponse, baseUrl: string): string {
  const told = errors.slice(0, 3).map(({ code, text }) => [code, text].map(cleanWords).filter(Boolean).join(': '));
  return hideSecrets(told.join('; '), baseUrl).replace(/\.$/, '');
}

/** Tokens may be long and pages many; what is kept of each is short. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 22);
}
