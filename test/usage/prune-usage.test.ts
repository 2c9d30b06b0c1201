import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RecorderUnderTest } from '../support/recorder-under-test.ts';

const DAY = 86_400;
const LIST = {
  verb: 'ListRecords',
  metadataPrefix: 'oai_dc',
  set: undefined,
  from: undefined,
  until: undefined,
  resumed: false,
  errors: [],
  records: 10,
  cursor: 0,
  completeListSize: 10,
  more: false,
} as const;

function inBytes(usage: RecorderUnderTest, words: string): boolean {
  const folder = dirname(usage.file);
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(words));
}

describe('what was kept long enough goes', () => {
  const usage = new RecorderUnderTest({ retention: 100 * DAY });
  const sample = {
    items: 1,
    sets: 1,
    rejects: 0,
    bytes: 1,
    formats: [{ metadataPrefix: 'oai_dc', records: 1, deleted: 0 }],
  };
  const days = (count: number) => {
    for (let day = 0; day < count; day += 1) {
      usage.clock.tick(DAY);
      usage.recorder.flush();
    }
  };
  afterAll(() => usage.stop());

  test('passers-by after a week, and nothing of them stays but the sums', () => {
    usage.observe(usage.report({ userAgent: 'Complete/1', oai: LIST }));
    usage.observe(
      usage.report({ userAgent: 'Passer-by/1', from: 'somebody@example.com', target: '/oai?x', status: 400 }),
    );
    usage.recorder.sample(sample);
    usage.clock.tick(3600);
    usage.observe(usage.report({ userAgent: 'Complete/1', oai: { ...LIST, set: 'x' } }));
    usage.recorder.sample(sample);
    days(6);
    expect(usage.read().harvesters()).toHaveLength(2);
    days(2);
    expect(
      usage
        .read()
        .harvesters()
        .map(({ agent }) => agent)
        .sort(),
    ).toEqual(['(others)', 'Complete/1']);
    expect(usage.read().totals(0)).toMatchObject({ requests: 3, refused: 1 });
    expect(usage.read().samples(0)).toHaveLength(2);
  });

  test('details after a month, but for the last complete run; hours are summed up by days', () => {
    expect(usage.read().intervals(0, 3600)).toHaveLength(2);
    days(25);
    const reader = usage.read();
    const [complete] = reader.harvesters().filter(({ agent }) => agent === 'Complete/1');
    expect(reader.intervals(0, 3600)).toMatchObject([{ requests: 3, from: Date.UTC(2026, 2, 1) / 1000 }]);
    expect(reader.asked(complete?.id ?? -1)).toEqual([]);
    expect(reader.walksOf(complete?.id ?? -1, 10)).toMatchObject([{ set: 'x', whole: true }]);
    expect(reader.samples(0)).toHaveLength(1);
  });

  test('all of it after the retention, also out of the bytes of the file', () => {
    days(70);
    const reader = usage.read();
    expect(reader.harvesters()).toEqual([]);
    expect(reader.totals(0).requests).toBe(0);
    expect(reader.samples(0)).toEqual([]);
    usage.stop();
    for (const words of ['Complete/1', 'Passer-by', 'somebody@']) expect(inBytes(usage, words)).toBe(false);
  });
});
