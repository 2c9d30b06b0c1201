import { html, type Markup } from '../pages/html.ts';
import type { HarvesterSummary } from '../usage/harvester-summary.ts';
import { bytes, count } from './amounts.ts';
import { moment } from './moments.ts';
import { table } from './table.ts';

/** Who harvests, a row each, with what it came to. */
export function harvestersTable(harvesters: readonly HarvesterSummary[]): Markup {
  if (harvesters.length === 0) return html`<p>Nobody has harvested in this time.</p>`;
  return table(
    'Harvesters',
    [
      { text: 'Harvester', kind: 'long' },
      { text: 'Network' },
      { text: 'Last seen' },
      { text: 'Requests', kind: 'number' },
      { text: 'Records', kind: 'number' },
      { text: 'Sent', kind: 'number' },
      { text: 'Errors', kind: 'number' },
      { text: '503', kind: 'number' },
      { text: 'Last complete run' },
    ],
    harvesters.map(({ lastCompleteRun, ...harvester }) => [
      html`<a href="/dashboard/harvesters/${harvester.id}"><bdi>${harvester.name}</bdi></a>${
        harvester.mailbox !== '' && html`<br><span class="quiet"><bdi>${harvester.mailbox}</bdi></span>`
      }`,
      harvester.network || '–',
      moment(harvester.lastSeen),
      count(harvester.requests),
      count(harvester.records),
      bytes(harvester.bytes),
      count(harvester.errors + harvester.refused + harvester.failed),
      count(harvester.busy),
      lastCompleteRun
        ? html`${moment(lastCompleteRun.ended ?? 0)}<br><span class="quiet">${count(lastCompleteRun.delivered)} records</span>`
        : '–',
    ]),
  );
}
