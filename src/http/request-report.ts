import type { OaiErrorCode } from '../oai/oai-error.ts';
import type { Verb } from '../oai/verb.ts';

/** What an OAI-PMH answer told, for those who watch. Counting it costs nothing that the answer did not know anyway. */
export interface OaiReport {
  /** Left out where the request had none, or no legal one. */
  verb: Verb | undefined;
  metadataPrefix: string | undefined;
  set: string | undefined;
  /** As the request or its token has them. */
  from: string | undefined;
  until: string | undefined;
  /** Whether the request came with a resumptionToken. */
  resumed: boolean;
  errors: readonly OaiErrorCode[];
  /** Records or headers in the answer. */
  records: number;
  /** Records of the list before this page, and in the whole list, as the resumptionToken tells them. */
  cursor: number | undefined;
  completeListSize: number | undefined;
  /** Whether a resumptionToken leads on; undefined where the answer is no page of a list. */
  more: boolean | undefined;
}

/** What became of one HTTP request, told once: when its last byte was handed over, or its connection broke. */
export interface RequestReport {
  requestId: string;
  /** When its head was read, in milliseconds since 1970. */
  at: number;
  /** From its head to its end, in milliseconds. */
  duration: number;
  /** What it asked for: the protocol (`oai`), the same as a page for people (`page`), an item, or anything else. */
  kind: 'oai' | 'page' | 'item' | 'other';
  method: string;
  status: number;
  /** Bytes of the body, as sent. */
  bytes: number;
  /** False where the client went away before the end. */
  complete: boolean;
  /** IP address of the client, past the proxies that are trusted. */
  client: string;
  /** Header User-Agent. */
  userAgent: string | undefined;
  /** Header From: an e-mail address by which a harvester says whose it is. */
  from: string | undefined;
  oai: OaiReport | undefined;
}

/** Is told of each request. Must not throw, and must not take long: answers wait for nobody who watches. */
export type RequestObserver = (report: RequestReport) => void;
