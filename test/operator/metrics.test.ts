import { setTimeout as sleep } from 'node:timers/promises';
import { Metrics } from '../../src/operator/metrics.ts';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';
import { harvest } from '../support/harvester.ts';

test('count what was asked and answered, by labels that clients cannot choose', async () => {
  const metrics = new Metrics('1.2.3');
  let seen = 0;
  const count = () => {
    seen += 1;
  };
  const endpoint = await Endpoint.start({
    settings: { pageSize: 2 },
    observing: { observers: [metrics.observe, count] },
  });
  try {
    await putAt(endpoint, '2026-02-01T00:00:00Z', ...['a', 'b', 'c'].map((id) => itemF(id)));
    const { pages } = await harvest({
      fetch: (query) => endpoint.get(query),
      verb: 'ListRecords',
      arguments: { metadataPrefix: 'oai_dc' },
      baseUrl: endpoint.settings.baseUrl,
    });
    for (const query of ['verb=Hostile%22%0A', 'verb=GetRecord&identifier=oai:x:y&metadataPrefix=hostile', 'hostile=1'])
      await endpoint.get(query, { 'User-Agent': 'hostile' });
    await endpoint.send('GET', '/hostile');
    while (seen < pages.length + 4) await sleep(5);
    metrics.sample({ counts: await endpoint.store.counts(), size: 4096, clockLag: 3 });
    const lines = (await metrics.print()).split('\n');
    for (const line of [
      'oai_requests_total{kind="oai",verb="ListRecords",status="200"} 2',
      'oai_requests_total{kind="oai",verb="none",status="200"} 2',
      'oai_requests_total{kind="other",verb="none",status="404"} 1',
      'oai_sent_records_total{verb="ListRecords",metadata_prefix="oai_dc"} 3',
      'oai_errors_total{code="badVerb"} 2',
      'oai_errors_total{code="idDoesNotExist"} 1',
      'oai_errors_total{code="cannotDisseminateFormat"} 1',
      'oai_answer_seconds_count{kind="oai",verb="ListRecords"} 2',
      'oai_store_records{metadata_prefix="oai_dc",status="public"} 3',
      'oai_store_items 3',
      'oai_store_bytes 4096',
      'oai_clock_lag_seconds 3',
      'oai_build_info{version="1.2.3"} 1',
    ])
      expect(lines).toContain(line);
    expect(lines.filter((line) => line.includes('ostile'))).toEqual([]);
    expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true);
  } finally {
    await endpoint.stop();
  }
});
