import type { OaiReport, RequestReport } from '../../src/http/request-report.ts';
import { formatDatestamp } from '../../src/oai/datestamp.ts';

const DAY = 86_400;
const LIST: OaiReport = {
  verb: 'ListRecords',
  metadataPrefix: 'oai_dc',
  set: undefined,
  from: undefined,
  until: undefined,
  resumed: false,
  errors: [],
  records: 100,
  cursor: 0,
  completeListSize: 12_000,
  more: true,
};

/**
 * What an endpoint is told in two weeks that end at `now` (UTC seconds): several harvesters, one of them at it. A list of
 * everything has so many pages of so many records.
 */
export function busyFortnight(now: number, { pages = 120, pageSize = 100 } = {}): RequestReport[] {
  const reports: RequestReport[] = [];
  const report = (at: number, client: string, userAgent: string, parts: Partial<RequestReport>) =>
    reports.push({
      requestId: 'test',
      at: at * 1000,
      duration: 5,
      waited: 5,
      kind: 'oai',
      method: 'GET',
      target: undefined,
      status: 200,
      bytes: 61_000,
      complete: true,
      refused: false,
      client,
      userAgent,
      from: undefined,
      oai: undefined,
      ...parts,
    });
  const walk = (begin: number, pause: number, read: number, client: string, agent: string, from?: string) => {
    const records = pageSize;
    for (let page = 0; page < read; page += 1) {
      const list = { cursor: page * pageSize, resumed: page > 0, completeListSize: pages * pageSize };
      report(begin + page * pause, client, agent, { from, oai: { ...LIST, ...list, records, more: page + 1 < pages } });
    }
  };
  const base = ['203.0.113.9', 'Mozilla/5.0 (compatible; base-search.net)', 'oai@base-search.net'] as const;
  walk(now - 12 * DAY, 90, pages, ...base);
  const read = Math.floor(pages * 0.735);
  walk(now - 60 - read * 120, 120, read, ...base);
  walk(now - 8 * DAY, 30, Math.floor(pages * 0.375), '198.51.100.20', 'Sickle/0.7.0');
  for (let day = 13; day >= 0; day -= 1) {
    const at = now - day * DAY - 6 * 3600;
    const changed = { ...LIST, from: formatDatestamp(at - DAY) };
    const openaire = 'Harvester of openaire.eu';
    report(at, '192.0.2.77', openaire, {
      oai: { ...changed, verb: 'Identify', more: undefined, records: 0 },
      bytes: 2_000,
    });
    if (day % 3 === 0)
      report(at + 5, '192.0.2.77', openaire, {
        oai: { ...changed, errors: ['noRecordsMatch'], records: 0, more: undefined },
        bytes: 900,
        target: `/oai?verb=ListRecords&metadataPrefix=oai_dc&from=${changed.from}`,
      });
    else
      report(at + 5, '192.0.2.77', openaire, {
        oai: { ...changed, records: (7 * day + 3) % 50, cursor: undefined, completeListSize: undefined, more: false },
      });
    for (let index = 0; index < (day * 37) % 60; index += 1)
      report(at - index * 900, '2001:db8:7:7::7', 'python-requests/2.32', {
        target: '/oai?verb=ListRecords&metadataPrefix=marcxml',
        oai: { ...LIST, metadataPrefix: 'marcxml', errors: ['cannotDisseminateFormat'], records: 0, more: undefined },
        bytes: 900,
      });
    for (let index = 0; index < 40; index += 1)
      report(at + index * 700, '192.0.2.1', 'a browser', { kind: 'item', bytes: 9_000 });
  }
  for (let index = 0; index < 300; index += 1)
    report(now - 2 * DAY + index, '198.51.100.99', 'curl/8.5.0', {
      status: 503,
      bytes: 300,
      target: '/oai?verb=ListRecords&metadataPrefix=oai_dc',
    });
  // None of them is told of before it has happened.
  return reports.filter(({ at }) => at <= now * 1000).sort((a, b) => a.at - b.at);
}
