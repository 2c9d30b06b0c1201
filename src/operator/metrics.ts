import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestReport } from '../http/request-report.ts';
import type { Counts } from '../store/store.ts';

/** What is known of a store at a moment. */
export interface StoreSample {
  counts: Counts;
  /** Bytes on disk. */
  size: number;
  /** Seconds by which the clock row is behind the clock. */
  clockLag: number;
}

/** Upper bounds, in seconds: most answers take some milliseconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts what Prometheus asks for. No label is a text of clients: all have few values. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = this.#counter('oai_requests_total', 'HTTP requests', ['kind', 'verb', 'status']);
  readonly #answers = new Histogram({
    name: 'oai_answer_seconds',
    help: 'From the head of a request until its answer began to leave',
    labelNames: ['kind', 'verb'],
    buckets: BUCKETS,
    registers: [this.#registry],
  });
  readonly #bytes = this.#counter('oai_sent_bytes_total', 'Bytes of answers, heads included', ['kind']);
  readonly #records = this.#counter('oai_sent_records_total', 'Records and headers in answers', [
    'verb',
    'metadata_prefix',
  ]);
  readonly #errors = this.#counter('oai_errors_total', 'Errors of the protocol in answers', ['code']);
  readonly #aborted = this.#counter('oai_aborted_total', 'Clients that went away before the end of their answer', []);
  readonly #refused = this.#counter('oai_refused_total', 'Requests that a limit refused', []);
  readonly #dropped = this.#counter('oai_reports_dropped_total', 'Requests that are missing in these numbers', []);
  readonly #storeBytes = this.#gauge('oai_store_bytes', 'Size of the store on disk', []);
  readonly #items = this.#gauge('oai_store_items', 'Items in the store', []);
  readonly #sets = this.#gauge('oai_store_sets', 'Sets in the store', []);
  readonly #stored = this.#gauge('oai_store_records', 'Records in the store', ['metadata_prefix', 'status']);
  readonly #lag = this.#gauge('oai_clock_lag_seconds', 'By how much the clock row is behind the clock', []);

  constructor(version: string) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge('oai_build_info', 'Version of the program', ['version']).set({ version }, 1);
  }

  /** Content type of what `print` prints. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  readonly observe = ({ kind, status, waited, bytes, complete, refused, oai }: RequestReport): void => {
    const verb = oai?.verb ?? 'none';
    this.#requests.inc({ kind, verb, status });
    if (refused) this.#refused.inc();
    else this.#answers.observe({ kind, verb }, waited / 1000);
    this.#bytes.inc({ kind }, bytes);
    if (!complete) this.#aborted.inc();
    if (oai === undefined) return;
    // Where there are records, the format is one of ours, and not just any text.
    if (oai.records > 0) this.#records.inc({ verb, metadata_prefix: oai.metadataPrefix ?? 'none' }, oai.records);
    for (const code of oai.errors) this.#errors.inc({ code });
  };

  /** Counts requests of which nothing more is known. */
  missed(requests: number): void {
    this.#dropped.inc(requests);
  }

  sample({ counts, size, clockLag }: StoreSample): void {
    this.#storeBytes.set(size);
    this.#items.set(counts.items);
    this.#sets.set(counts.sets);
    this.#lag.set(clockLag);
    this.#stored.reset();
    for (const { metadataPrefix, records, deleted } of counts.formats) {
      this.#stored.set({ metadata_prefix: metadataPrefix, status: 'public' }, records - deleted);
      this.#stored.set({ metadata_prefix: metadataPrefix, status: 'deleted' }, deleted);
    }
  }

  /** All of it, in the text format of Prometheus. */
  print(): Promise<string> {
    return this.#registry.metrics();
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }
}
