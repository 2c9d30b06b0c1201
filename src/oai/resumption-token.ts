import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { UtcSeconds } from './datestamp.ts';
import type { ListVerb, Selection } from './request.ts';

/**
 * The whole state of a list (protocol 3.5). Any process that knows the store's token key can serve the next
 * page, after any restart. base64url, so that harvesters which forget to escape it still work.
 */
export type ResumptionToken = ListToken | SetsToken;

interface Progress {
  /** Entities delivered on earlier pages. */
  cursor: number;
  /** Size of the complete list, as estimated on its first page. */
  completeListSize: number;
  /** The clock value of the first page: no later page may come from a snapshot with a smaller one. */
  high: UtcSeconds;
  /** When the token was made; undefined where tokens do not expire, so that the same page is always the same. */
  issued?: UtcSeconds | undefined;
}

export interface ListToken extends Progress {
  verb: ListVerb;
  selection: Selection;
  /** Place, in harvest order, of the last record delivered. */
  after: number;
  /** Of a list that has closed: the first place that is outside of it. */
  before?: number | undefined;
}

export interface SetsToken extends Progress {
  verb: 'ListSets';
  /** The last setSpec delivered. */
  after: string;
}

/** Secret of a store, 32 bytes; tokens are authenticated by it. */
export type TokenKey = Buffer;

const VERSION = 1;
const MAC_BYTES = 16;
const VERB_CODE = { ListRecords: 'r', ListIdentifiers: 'i', ListSets: 's' } as const;

type Payload = [
  version: number,
  verb: string,
  after: number | string,
  cursor: number,
  completeListSize: number,
  high: number,
  issued: number | null,
  metadataPrefix?: string,
  from?: number | null,
  until?: number | null,
  set?: string | null,
  before?: number,
];

/** Writes a token, authenticated by the key. */
export function encodeToken(token: ResumptionToken, key: TokenKey): string {
  const payload: Payload = [
    VERSION,
    VERB_CODE[token.verb],
    token.after,
    token.cursor,
    token.completeListSize,
    token.high,
    token.issued ?? null,
  ];
  if (token.verb !== 'ListSets') {
    const { metadataPrefix, from, until, set } = token.selection;
    payload.push(metadataPrefix, from ?? null, until ?? null, set ?? null);
    if (token.before !== undefined) payload.push(token.before);
  }
  const body = Buffer.from(JSON.stringify(payload), 'utf8');
  return Buffer.concat([mac(body, key), body]).toString('base64url');
}

/**
 * Opens a token that one of the keys made for this verb; undefined for any other text, however it came about.
 * Nothing of the text is looked at before its authenticity is proven.
 */
export function decodeToken<V extends ResumptionToken['verb']>(
  text: string,
  verb: V,
  keys: readonly TokenKey[],
): Extract<ResumptionToken, { verb: V }> | undefined {
  const bytes = Buffer.from(text, 'base64url');
  // Only the one spelling that encodeToken makes: base64url has slack bits, and Node skips foreign characters.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== text) return undefined;
  const body = bytes.subarray(MAC_BYTES);
  if (!keys.some((key) => timingSafeEqual(mac(body, key), bytes.subarray(0, MAC_BYTES)))) return undefined;
  const payload = JSON.parse(body.toString('utf8')) as Payload;
  const [version, code, after, cursor, completeListSize, high, issued, metadataPrefix, from, until, set, before] =
    payload;
  if (version !== VERSION || code !== VERB_CODE[verb]) return undefined;
  const progress = { verb, after, cursor, completeListSize, high, issued: issued ?? undefined };
  const selection = {
    metadataPrefix,
    ...(from == null ? {} : { from }),
    ...(until == null ? {} : { until }),
    ...(set == null ? {} : { set }),
  };
  const token = verb === 'ListSets' ? progress : { ...progress, selection, before };
  return token as unknown as Extract<ResumptionToken, { verb: V }>;
}

/** Made once for each Buffer: that takes longer than the authentication itself. */
const secrets = new WeakMap<TokenKey, KeyObject>();

function mac(body: Buffer, key: TokenKey): Buffer {
  const secret = secrets.get(key) ?? createSecretKey(key);
  secrets.set(key, secret);
  return createHmac('sha256', secret).update(body).digest().subarray(0, MAC_BYTES);
}
