import type { HarvestEvent, PageEvent, RecordEvent, RefusalEvent } from '../../src/harvest/harvest-event.ts';
import { type HarvestOptions, harvestList, type ResumePoint } from '../../src/harvest/harvest-list.ts';
import type { ListRequest } from '../../src/harvest/list-request.ts';
import { TestClock } from '../support/test-clock.ts';
import type { MisbehavingSource } from './misbehaving-source.ts';

/** What a harvest told, sorted by kind, and how it ended. */
export interface Told {
  readonly events: HarvestEvent[];
  readonly records: RecordEvent[];
  readonly identifiers: string[];
  readonly pages: PageEvent[];
  readonly refusals: RefusalEvent[];
  readonly notes: string[];
  readonly waits: string[];
  /** Seconds of every pause. */
  readonly slept: number[];
  /** What was thrown at the end, if anything. */
  readonly failure: unknown;
}

/** Harvests from this machine to the end, with pauses that take no time. */
export async function readList(start: ListRequest | ResumePoint, options: HarvestOptions = {}): Promise<Told> {
  const events: HarvestEvent[] = [];
  const slept: number[] = [];
  const clock = new TestClock('2026-03-01T10:00:00Z');
  const sleep = async (seconds: number) => {
    slept.push(seconds);
    clock.tick(seconds);
  };
  let failure: unknown;
  try {
    for await (const event of harvestList(start, { allowPrivate: true, clock, sleep, ...options })) events.push(event);
  } catch (thrown) {
    failure = thrown;
  }
  const records = events.filter((event) => event.kind === 'record');
  return {
    events,
    records,
    identifiers: records.map(({ identifier }) => identifier),
    pages: events.filter((event) => event.kind === 'page'),
    refusals: events.filter((event) => event.kind === 'refusal'),
    notes: events.flatMap((event) => (event.kind === 'note' ? [event.text] : [])),
    waits: events.flatMap((event) => (event.kind === 'wait' ? [event.text] : [])),
    slept,
    failure,
  };
}

/** Starts a source, harvests it with oai_dc and these arguments, and stops it. */
export async function harvestFrom(
  starting: Promise<MisbehavingSource>,
  request: Partial<ListRequest> = {},
  options: HarvestOptions = {},
): Promise<Told & { source: MisbehavingSource }> {
  const source = await starting;
  try {
    return { ...(await readList({ baseUrl: source.baseUrl, metadataPrefix: 'oai_dc', ...request }, options)), source };
  } finally {
    await source.stop();
  }
}
