import { checkEndpoint } from '../../src/check/check-endpoint.ts';
import type { CheckReport } from '../../src/check/check-report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { systemClock } from '../../src/clock.ts';
import type { Item } from '../../src/items/item.ts';
import { type FixtureOptions, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { FAULTS, FAULTS_OF_DAYS, FAULTS_OF_ODD_IDENTIFIERS, FAULTS_WITHOUT_SETS } from './faults/index.ts';
import type { PlantedFault } from './faults/planted-fault.ts';
import { FaultyServer } from './faulty-server.ts';

/** What the small pages of the fixture break by themselves. */
const SMALL_PAGES = ['TOK-29'];

function check(baseUrl: string): Promise<CheckReport> {
  return checkEndpoint(baseUrl, {
    profiles: [],
    pages: 4,
    requests: 200,
    delay: 0,
    maxWait: 20,
    totalSeconds: 600,
    maxBytes: 1_000_000,
    clock: systemClock,
    signal: new AbortController().signal,
  });
}

/** Plants each fault before a repository, and looks at what is found. */
function finds(faults: readonly PlantedFault[], options: FixtureOptions, ...more: Item[]): void {
  let server: FaultyServer;
  beforeAll(async () => {
    server = await FaultyServer.start();
    const settings = { ...options.settings, baseUrl: server.baseUrl };
    server.endpoint = await startFixtureF({ ...options, settings });
    await putAt(server.endpoint, '2024-01-01T00:00:00Z', ...more);
  });
  afterAll(() => server.stop());

  test('without a fault, nothing is found', async () => {
    server.spoil = (_asked, ask) => ask();
    const { faults: found, ended, verdicts } = await check(server.baseUrl);
    expect(found.map(({ rule }) => rule)).toEqual(SMALL_PAGES);
    expect({ ended, verdict: verdicts[0]?.verdict }).toEqual({ ended: undefined, verdict: 'passed' });
  });

  test.each(faults)('$rule: $what', async ({ rule, spoil, alsoBreaks }) => {
    server.spoil = spoil;
    const report = await check(server.baseUrl);
    const broken = report.faults.map((fault) => fault.rule);
    expect(broken).toContain(rule);
    expect(report.faults.find((fault) => fault.rule === rule)?.examples[0]?.seen).toMatch(/\w/);
    expect(broken.filter((other) => ![rule, ...alsoBreaks, ...SMALL_PAGES].includes(other))).toEqual([]);
  });
}

describe('planted faults', () => {
  finds(FAULTS, {});
});

describe('planted faults of a repository without sets', () => {
  finds(FAULTS_WITHOUT_SETS, { withoutSets: true });
});

describe('planted faults of a repository whose datestamps are days', () => {
  finds(FAULTS_OF_DAYS, { settings: { granularity: 'day' } });
});

describe('planted faults of a repository with a % in an identifier', () => {
  finds(FAULTS_OF_ODD_IDENTIFIERS, {}, itemF('a%20b+c'));
});

test('every rule has a planted fault', () => {
  const planted = new Set(
    [...FAULTS, ...FAULTS_WITHOUT_SETS, ...FAULTS_OF_DAYS, ...FAULTS_OF_ODD_IDENTIFIERS].map(({ rule }) => rule),
  );
  expect(CHECK_RULES.filter(({ id }) => !planted.has(id)).map(({ id }) => id)).toEqual([]);
});
