import type { JudgedAnswer, JudgedHeader } from '../../src/judge/judged-answer.ts';
import type { ErrorCode, FormatAddress } from '../../src/judge/vocabulary.ts';
import type { MetadataFormat } from '../../src/oai/metadata-format.ts';
import { backDoor } from '../support/back-door.ts';
import { Endpoint, type EndpointOptions, type Received } from '../support/endpoint.ts';
import { type Harvest, type HarvestOptions, harvest } from '../support/harvester.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { TestClock } from '../support/test-clock.ts';

/** The two requests that the checklist writes in full nearly everywhere. */
export const LR = 'verb=ListRecords&metadataPrefix=oai_dc';
export const LI = 'verb=ListIdentifiers&metadataPrefix=oai_dc';

export interface Asking {
  /** The error codes that the answer must hold, and no others. Left out: success. */
  errors?: readonly ErrorCode[];
  method?: 'GET' | 'POST';
}

/** Asks with a raw query string and reads the answer through the judge. */
export async function ask(
  endpoint: Endpoint,
  query: string,
  { errors, method = 'GET' }: Asking = {},
): Promise<JudgedAnswer> {
  const answer = method === 'GET' ? await endpoint.get(query) : await endpoint.post(query);
  return judge(endpoint, query, answer, errors);
}

/** Judges an answer that came by another way, as the answer to this query. */
export function judge(
  { settings, formats }: Endpoint,
  query: string,
  answer: Received,
  errors?: readonly ErrorCode[],
): JudgedAnswer {
  const { baseUrl, granularity } = settings;
  return judgeAnswer(answer, {
    baseUrl,
    granularity,
    formats: addresses(formats),
    requestArguments: Object.fromEntries(new URLSearchParams(query)),
    ...(errors !== undefined && { errors }),
  });
}

/** What the judge must know of formats that only the fixture has. */
function addresses(formats: readonly MetadataFormat[]): Record<string, FormatAddress> {
  return Object.fromEntries(
    formats.map(({ metadataPrefix, schema, metadataNamespace }) => [
      metadataPrefix,
      { schema, namespace: metadataNamespace },
    ]),
  );
}

/** Follows a list from its first request, given as a raw query string, to its end. */
export function follow(endpoint: Endpoint, asked: string, options: Partial<HarvestOptions> = {}): Promise<Harvest> {
  const { verb, ...listArguments } = Object.fromEntries(new URLSearchParams(asked));
  const { baseUrl, granularity } = endpoint.settings;
  return harvest({
    fetch: (text, method) => (method === 'GET' ? endpoint.get(text) : endpoint.post(text)),
    verb: verb as HarvestOptions['verb'],
    arguments: listArguments,
    baseUrl,
    granularity,
    formats: addresses(endpoint.formats),
    ...options,
  });
}

/** Follows a list while nothing changes: each entity once, as many as announced. */
export function followQuietly(endpoint: Endpoint, asked: string): Promise<Harvest> {
  return follow(endpoint, asked, { quiet: true });
}

/** `r1`, and `-r4` for a deleted one: what a list holds, at a glance. */
export function names(headers: readonly JudgedHeader[]): string[] {
  return headers.map(({ identifier, deleted }) => `${deleted ? '-' : ''}${identifier.replace(/^oai:[^:]*:/, '')}`);
}

export function codes({ errors }: JudgedAnswer): string[] {
  return errors.map(({ code }) => code);
}

/** The text of the token that a page gives; fails when there is none. */
export function tokenOf({ resumptionToken }: JudgedAnswer): string {
  if (!resumptionToken?.text) throw new Error('this page gives no resumptionToken');
  return resumptionToken.text;
}

/** The query string for the page that a token leads to. */
export function nextQuery(verb: string, resumptionToken: string): string {
  return new URLSearchParams({ verb, resumptionToken }).toString();
}

/** The clock of an endpoint, which a test may move. */
export function clockOf({ clock }: Endpoint): TestClock {
  if (clock instanceof TestClock) return clock;
  throw new Error('this endpoint does not run on a clock of the tests');
}

/** Another endpoint on the same store: after a restart, in a second process, or with other settings. */
export function again(
  { clock, database, formats, settings }: Endpoint,
  { settings: other, ...more }: EndpointOptions = {},
): Promise<Endpoint> {
  return Endpoint.start({ clock, database, formats, settings: { ...settings, ...other }, ...more });
}

/** An endpoint on a copy of the store as it is now. */
export async function copyOf(endpoint: Endpoint, options: EndpointOptions = {}): Promise<Endpoint> {
  return again(endpoint, { database: await backDoor.copy(endpoint.database), ...options });
}

/** Keeps the endpoints of a file running until its tests are over. */
export function keeper(): (starting: Promise<Endpoint>) => Promise<Endpoint> {
  const running: Endpoint[] = [];
  afterAll(async () => {
    await Promise.all(running.map((endpoint) => endpoint.stop()));
  });
  return async (starting) => {
    const endpoint = await starting;
    running.push(endpoint);
    return endpoint;
  };
}
