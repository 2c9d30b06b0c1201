import fc from 'fast-check';

/** What may happen at any moment, also between two statements of somebody's transaction. */
export type Moment =
  /** The machine's clock moves by so many seconds, in either direction. */
  | { do: 'clock'; by: number }
  /** A server tries to raise the clock row, as it does before it answers. */
  | { do: 'raise'; server: number }
  /** A harvester asks a server for its next page: the first one of a list, or the one that its token names. */
  | { do: 'harvest'; harvester: number; server: number; limit: number };

export type Edit =
  | { edit: 'put'; id: string; version: number; set: string | undefined }
  | { edit: 'delete'; id: string };

/** A writer's transaction, what happens between its statements, and where its process is killed. */
export interface Write {
  do: 'write';
  writer: number;
  edits: Edit[];
  /** At these steps of the write protocol (0: before BEGIN; the highest: after COMMIT) this happens meanwhile. */
  meanwhile: { step: number; moment: Moment }[];
  /** The process dies before this step; undefined: it lives. */
  killedAt: number | undefined;
}

export type Action = Moment | Write;

export const WRITERS = 2;
export const SERVERS = 2;
/** What each harvester asks for. */
export const HARVESTERS = [
  { metadataPrefix: 'oai_dc', granularity: 'seconds' },
  { metadataPrefix: 'oai_dc', granularity: 'day' },
  { metadataPrefix: 'oai_dc', granularity: 'seconds', set: 'x' },
  { metadataPrefix: 'odd', granularity: 'seconds' },
] as const;

const moment: fc.Arbitrary<Moment> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('harvest' as const),
      harvester: fc.nat({ max: HARVESTERS.length - 1 }),
      server: fc.nat({ max: SERVERS - 1 }),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      by: fc.oneof(fc.constantFrom(1, 1, 1, 2), fc.integer({ min: -5, max: 5 }), fc.constantFrom(-90_000, 90_000)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('raise' as const), server: fc.nat({ max: SERVERS - 1 }) }) },
);

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      edit: fc.constant('put' as const),
      id,
      version: fc.nat({ max: 5 }),
      set: fc.constantFrom(undefined, 'x', 'x:y', 'z'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant('delete' as const), id }) },
);

/**
 * Any schedule of writers, servers, harvesters, clock steps and crashes. `steps`: of the write protocol, that a batch of
 * one or two edits comes to, and some more.
 */
export function anySchedule(steps: number): fc.Arbitrary<Action[]> {
  const write: fc.Arbitrary<Write> = fc.record({
    do: fc.constant('write' as const),
    writer: fc.nat({ max: WRITERS - 1 }),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    meanwhile: fc.array(fc.record({ step: fc.nat({ max: steps }), moment }), { maxLength: 3 }),
    killedAt: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.nat({ max: steps }) },
    ),
  });
  return fc.array(fc.oneof({ weight: 3, arbitrary: write }, { weight: 4, arbitrary: moment }), {
    minLength: 2,
    maxLength: 16,
  });
}

/** The same without clocks that step back: the designs that are too simple fail here too. */
export function forwards(schedule: fc.Arbitrary<Action[]>): fc.Arbitrary<Action[]> {
  return schedule.map((actions) =>
    actions.map((action) =>
      action.do === 'write'
        ? { ...action, meanwhile: action.meanwhile.map((entry) => ({ ...entry, moment: forward(entry.moment) })) }
        : forward(action),
    ),
  );
}

function forward(happening: Moment): Moment {
  return happening.do === 'clock' ? { ...happening, by: Math.abs(happening.by) } : happening;
}
