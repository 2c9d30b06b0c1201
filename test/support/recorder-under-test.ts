import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestReport } from '../../src/http/request-report.ts';
import { UsageReader } from '../../src/usage/usage-reader.ts';
import type { UsageSettings } from '../../src/usage/usage-recorder.ts';
import { UsageRecorder } from '../../src/usage/usage-recorder.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { TestClock } from './test-clock.ts';

const DAY = 86_400;
const FOLDER = temporaryFolder();
let made = 0;

/** A recorder on a usage file of its own, written when the test says so. */
export class RecorderUnderTest {
  readonly clock: TestClock;
  readonly file: string;
  /** What it logged. */
  readonly log: string[] = [];
  /** Reports that it was given. */
  count = 0;
  readonly #settings: UsageSettings;
  #recorder: UsageRecorder;
  #readers: UsageReader[] = [];

  constructor(settings: Partial<UsageSettings> = {}, clock = new TestClock('2026-03-01T10:00:00Z')) {
    this.clock = clock;
    this.file = settings.file ?? join(FOLDER, `usage-${++made}.sqlite`);
    this.#settings = { addresses: 'short', retention: 400 * DAY, ...settings, file: this.file };
    this.#recorder = this.#make();
  }

  get recorder(): UsageRecorder {
    return this.#recorder;
  }

  readonly observe = (report: RequestReport): void => {
    this.count += 1;
    this.#recorder.observe(report);
  };

  /** Waits until so many reports have come: they do so a little after the client has its answer. */
  async received(count: number): Promise<void> {
    while (this.count < count) await sleep(5);
  }

  /** What the file says now. */
  read(): UsageReader {
    this.#recorder.flush();
    const reader = UsageReader.open(this.file);
    if (!reader) throw new Error('there is no usage file');
    this.#readers.push(reader);
    return reader;
  }

  /** Of the file with its log, in bytes. */
  size(): number {
    return ['', '-wal'].reduce(
      (sum, end) => sum + (statSync(this.file + end, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  }

  /** Ends it as a server that stops does, and begins anew on the same file. */
  restart(): void {
    this.#recorder.stop();
    this.#recorder = this.#make();
  }

  stop(): void {
    this.#recorder.stop();
    for (const reader of this.#readers.splice(0)) reader.close();
  }

  /** A report of a request that nobody made. */
  report(parts: Partial<RequestReport> = {}): RequestReport {
    return {
      requestId: 'test',
      at: this.clock.now() * 1000,
      duration: 5,
      waited: 5,
      kind: 'oai',
      method: 'GET',
      target: undefined,
      status: 200,
      bytes: 1000,
      complete: true,
      refused: false,
      client: '192.0.2.1',
      userAgent: undefined,
      from: undefined,
      oai: undefined,
      ...parts,
    };
  }

  #make(): UsageRecorder {
    const log = (text: unknown) => void this.log.push(String(text));
    const recorder = new UsageRecorder(this.#settings, { info: log, warn: log }, this.clock);
    // As a server begins: it takes up the lists that were under way.
    recorder.flush();
    return recorder;
  }
}
