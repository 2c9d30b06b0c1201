import type { RequestReport } from '../http/request-report.ts';
import { type HarvesterKey, harvesterKey, type KeptAddresses, plain } from './harvester-key.ts';
import { type ListWalk, listArguments } from './list-walk.ts';
import type { ListWalks } from './list-walks.ts';
import { addUsage, noUsage, type UsageSums } from './usage-sums.ts';

/** Whoever has no place of its own any more: harvesters beyond the number that is kept, and those of long ago. */
export const OTHERS: HarvesterKey = { agent: '(others)', network: '', mailbox: '' };

/** Between two writings, so much is kept apart; beyond, harvesters are counted together, and details are not kept. */
const MOST_HARVESTERS = 500;
const MOST_DETAILS = 100;
const MOST_WALKS = 5000;
const MOST_HOURS = 48;
const MOST_VISITS = 200;

/** Longest metadataPrefix, setSpec or example, in characters. */
const LONGEST = 300;

const HOUR = 3600;

export interface Asked {
  verb: string;
  metadataPrefix: string;
  set: string;
  requests: number;
  records: number;
  last: number;
}

export interface Refusal {
  code: string;
  requests: number;
  last: number;
  example: string;
}

export interface HarvesterBatch {
  key: HarvesterKey;
  first: number;
  last: number;
  /** By the second at which the hour begins. */
  hours: Map<number, UsageSums>;
  asked: Map<string, Asked>;
  refusals: Map<string, Refusal>;
  walks: Set<ListWalk>;
}

/** What requests came to since it was written last. Its size is bounded, however many requests and clients there are. */
export class UsageBatch {
  readonly harvesters = new Map<string, HarvesterBatch>();
  /** By kind and hour. */
  readonly visits = new Map<string, { kind: string; hour: number; requests: number; bytes: number }>();
  /** Requests that are counted nowhere. */
  lost = 0;
  #walks = 0;
  readonly #addresses: KeptAddresses;
  readonly #open: ListWalks;

  constructor(addresses: KeptAddresses, open: ListWalks) {
    this.#addresses = addresses;
    this.#open = open;
  }

  add(report: RequestReport): void {
    const at = Math.floor(report.at / 1000);
    const hour = at - (at % HOUR);
    if (report.kind === 'oai') this.#harvest(report, at, hour);
    else if (report.kind !== 'health') this.#visit(report, hour);
  }

  #harvest(report: RequestReport, at: number, hour: number): void {
    const harvester = this.#harvester(harvesterKey(report, this.#addresses), at);
    const sums = sumsOf(report);
    addUsage(this.#sumsOfHour(harvester, hour), sums);
    this.#detail(harvester, report, sums.records, at);
  }

  /** Where nothing can be written for days, the oldest hours go. */
  #sumsOfHour({ hours }: HarvesterBatch, hour: number): UsageSums {
    const known = hours.get(hour);
    if (known) return known;
    const [oldest] = hours;
    if (oldest && hours.size >= MOST_HOURS) {
      this.lost += oldest[1].requests;
      hours.delete(oldest[0]);
    }
    const sums = noUsage();
    hours.set(hour, sums);
    return sums;
  }

  #visit({ kind, bytes }: RequestReport, hour: number): void {
    const key = `${kind} ${hour}`;
    const visit = this.visits.get(key) ?? { kind, hour, requests: 0, bytes: 0 };
    if (visit.requests === 0 && this.visits.size >= MOST_VISITS)
      this.visits.delete(this.visits.keys().next().value ?? '');
    visit.requests += 1;
    visit.bytes += bytes;
    this.visits.set(key, visit);
  }

  #harvester(key: HarvesterKey, at: number): HarvesterBatch {
    const name = JSON.stringify([key.agent, key.network, key.mailbox]);
    let harvester = this.harvesters.get(name);
    if (!harvester) {
      if (this.harvesters.size >= MOST_HARVESTERS && key !== OTHERS) return this.#harvester(OTHERS, at);
      harvester = {
        key,
        first: at,
        last: at,
        hours: new Map(),
        asked: new Map(),
        refusals: new Map(),
        walks: new Set(),
      };
      this.harvesters.set(name, harvester);
    }
    harvester.first = Math.min(harvester.first, at);
    harvester.last = Math.max(harvester.last, at);
    return harvester;
  }

  #detail(harvester: HarvesterBatch, report: RequestReport, records: number, at: number): void {
    const { oai, status, complete, method } = report;
    for (const code of oai && oai.errors.length > 0 ? oai.errors : status >= 400 ? [`HTTP ${status}`] : []) {
      const refusal = harvester.refusals.get(code) ?? { code, requests: 0, last: at, example: '' };
      refusal.requests += 1;
      refusal.last = at;
      refusal.example = plain(`${method} ${report.target ?? ''}`, LONGEST);
      if (harvester.refusals.size < MOST_DETAILS) harvester.refusals.set(code, refusal);
    }
    if (!oai) return;
    const { verb, metadataPrefix, set } = listArguments(oai);
    const key = JSON.stringify([verb, metadataPrefix, set]);
    const asked = harvester.asked.get(key) ?? {
      verb,
      metadataPrefix: plain(metadataPrefix, LONGEST),
      set: plain(set, LONGEST),
      requests: 0,
      records: 0,
      last: at,
    };
    asked.requests += 1;
    asked.records += records;
    asked.last = at;
    if (harvester.asked.has(key) || harvester.asked.size < MOST_DETAILS) harvester.asked.set(key, asked);
    // Whoever did not get a page to its end has no token for the next one.
    if (complete && method !== 'HEAD' && harvester.key !== OTHERS) this.#follow(harvester, oai, at);
  }

  #follow(harvester: HarvesterBatch, oai: NonNullable<RequestReport['oai']>, at: number): void {
    const { agent, network, mailbox } = harvester.key;
    const walk = this.#open.take(JSON.stringify([agent, network, mailbox]), oai, at);
    if (!walk || harvester.walks.has(walk) || this.#walks >= MOST_WALKS) return;
    this.#walks += 1;
    harvester.walks.add(walk);
  }
}

function sumsOf({ oai, status, bytes, complete, method }: RequestReport): UsageSums {
  return {
    requests: 1,
    records: complete && method !== 'HEAD' ? (oai?.records ?? 0) : 0,
    bytes,
    errors: oai?.errors.some((code) => code !== 'noRecordsMatch') ? 1 : 0,
    busy: status === 503 ? 1 : 0,
    refused: status >= 400 && status < 500 && status !== 499 ? 1 : 0,
    failed: status >= 500 && status !== 503 ? 1 : 0,
    broken: complete ? 0 : 1,
  };
}
