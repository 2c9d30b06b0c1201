import type { OaiReport } from '../verbs/oai-report.ts';

export type { OaiReport } from '../verbs/oai-report.ts';

/** What became of one HTTP request, told once: when its last byte was handed over, or its connection broke. */
export interface RequestReport {
  /** Letters, digits and a few signs; at most 100 characters. */
  requestId: string;
  /** When its head was read, in milliseconds since 1970, to the second. */
  at: number;
  /** From its head to its end, in milliseconds. */
  duration: number;
  /**
   * From when all of it was there until its answer began to leave, in milliseconds: clients that are slow to send or take
   * are not in it.
   */
  waited: number;
  /** What it asked for: the protocol (`oai`), the same as a page for people (`page`), an item, health, or anything else. */
  kind: 'oai' | 'page' | 'item' | 'health' | 'other';
  method: string;
  /** Path and query of a request that was refused or answered with an error, as logs may hold them; else undefined. */
  target: string | undefined;
  /** 499 where the client went away before there was an answer. */
  status: number;
  /** Whether a limit refused it: nobody looked at what it asked for. */
  refused: boolean;
  /** Bytes of the answer with its head, as they were handed to the connection. */
  bytes: number;
  /** False where the client went away before the end. */
  complete: boolean;
  /** IP address of the client, past the proxies that are trusted. */
  client: string;
  /** Header User-Agent, no longer than 300 characters. */
  userAgent: string | undefined;
  /** Header From: an e-mail address by which a harvester says whose it is; no longer than 300 characters. */
  from: string | undefined;
  oai: OaiReport | undefined;
}

/** Is told of each request. Must not throw, and must not take long: answers wait for nobody who watches. */
export type RequestObserver = (report: RequestReport) => void;
