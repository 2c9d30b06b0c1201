import { setTimeout as sleep } from 'node:timers/promises';
import { type ReportBatch, ReportBatches } from '../../src/cli/report-batches.ts';
import type { RequestReport } from '../../src/http/request-report.ts';

const report = (requestId: string) => ({ requestId }) as RequestReport;

test('reports come in batches, in their order, and all of them before the end', async () => {
  const ids: string[] = [];
  let batches = 0;
  const sender = new ReportBatches(({ reports, dropped }, taken) => {
    batches += 1;
    expect(dropped).toBe(0);
    ids.push(...reports.map(({ requestId }) => requestId));
    setImmediate(taken);
  });
  const expected = Array.from({ length: 100 }, (_, index) => `r${index}`);
  for (const id of expected.slice(0, 50)) sender.add(report(id));
  while (batches === 0) await sleep(10);
  for (const id of expected.slice(50)) sender.add(report(id));
  await sender.flush();
  expect(ids).toEqual(expected);
  expect(batches).toBe(2);
});

test('what the other process does not take is counted, not kept', async () => {
  const batches: ReportBatch[] = [];
  let take = () => {};
  const sender = new ReportBatches((batch, taken) => {
    batches.push(batch);
    take = taken;
  });
  sender.add(report('first'));
  while (batches.length === 0) await sleep(10);
  for (let count = 0; count < 6_000; count += 1) sender.add(report(`r${count}`));
  const flushed = sender.flush();
  take();
  while (batches.length === 1) await sleep(10);
  take();
  await flushed;
  expect(batches.map(({ reports, dropped }) => [reports.length, dropped])).toEqual([
    [1, 0],
    [5_000, 1_000],
  ]);
});
