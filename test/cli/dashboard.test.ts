import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { takeCensus } from '../../src/cli/take-census.ts';
import { systemClock } from '../../src/clock.ts';
import { Endpoint } from '../support/endpoint.ts';
import { deleteAt, itemF, putAt } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testFile } from '../support/test-file.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();

test('a census counts items by year of publication, and records by set', async () => {
  const endpoint = await Endpoint.start();
  const dates = (date: string) => [{ date, kind: 'issued' as const }];
  await putAt(
    endpoint,
    '2026-02-01T00:00:00Z',
    itemF('a', { sets: ['x'], dates: dates('2019-05') }),
    itemF('b', { sets: ['x', 'y'], dates: dates('2019') }),
    itemF('c', { sets: ['x'], dates: [{ date: '2018', kind: 'created' }] }),
    itemF('d', { dates: dates('0987') }),
    itemF('gone', { dates: dates('1900') }),
  );
  await deleteAt(endpoint, '2026-02-02T00:00:00Z', 'gone');
  expect(await takeCensus(endpoint.store, systemClock)).toEqual({
    years: [
      { year: 987, items: 1 },
      { year: 2019, items: 2 },
    ],
    undated: 1,
    sets: [
      { setSpec: 'x', setName: 'x', records: 3 },
      { setSpec: 'y', setName: 'y', records: 1 },
    ],
    whole: true,
  });
  await endpoint.stop();
});

testFile(
  'serve shows the dashboard: what was asked, how the store grows, and soon what is in it',
  async () => {
    const terminal = new TestTerminal({
      PORT: '0',
      LOG_LEVEL: 'error',
      OAI_DATABASE: join(folder, 'store.sqlite'),
      OAI_SLOW_REQUEST: 'none',
    });
    const ended = runCommandLine(['serve'], terminal);
    const find = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const [, found] = pattern.exec(terminal.output) ?? [];
        if (found !== undefined) return found;
        await sleep(25);
      }
    };
    const endpoint = `http://127.0.0.1:${await find(/listening on port (\d+)/)}/oai`;
    const dashboard = `${await find(/dashboard, metrics and health at (\S+)\/\n/)}/dashboard`;
    await (await fetch(`${endpoint}?verb=Identify`, { headers: { 'User-Agent': 'Seen/1' } })).text();
    const until = async (path: string, words: string) => {
      while (!(await (await fetch(dashboard + path)).text()).includes(words)) await sleep(100);
    };
    await until('', 'Seen/1');
    await until('/store', 'Size of the store');
    await until('/store', 'Years and sets were counted');
    terminal.interrupt();
    expect(await ended).toBe(0);
  },
  180_000,
);
