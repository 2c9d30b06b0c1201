import { html, type Markup } from '../pages/html.ts';
import { bytes, count } from './amounts.ts';
import { figures } from './figures.ts';
import { harvestersTable } from './harvesters-table.ts';
import { moment } from './moments.ts';
import type { Overview } from './overview.ts';
import { timeColumns } from './plots/time-columns.ts';
import { rangeLinks } from './range.ts';
import { table } from './table.ts';
import { progressOf, requestOf, standingOf } from './walk-parts.ts';

/** So many harvesters stand on the overview; all of them have a page of their own. */
const FIRST = 20;

export function overviewBody(overview: Overview, now: number): Markup {
  const { range, totals, intervals, harvesters, store } = overview;
  return html`${rangeLinks('/dashboard', range)}
${figures([
  ['Requests', count(totals.requests)],
  ['Records sent', count(totals.records)],
  ['Bytes sent', bytes(totals.bytes)],
  ['Errors', count(totals.errors + totals.refused + totals.failed)],
  ['Told to wait (503)', count(totals.busy)],
  ['Broken off', count(totals.broken)],
])}
<p>${count(store.items)} items are in <a href="/dashboard/store">the store</a>, and ${count(store.rejects)} records in <a href="/dashboard/sources">quarantine</a>.</p>
<h2>Lists under way</h2>
${walksTable(overview, now)}
<h2>Requests</h2>
${timeColumns({
  id: 'requests',
  title: range.step === 3600 ? 'Requests per hour' : 'Requests per day',
  unit: 'requests',
  ...range,
  values: intervals.map(({ from, requests }) => ({ from, value: requests })),
})}
<h2>Harvesters</h2>
${harvestersTable(harvesters.slice(0, FIRST))}
${harvesters.length > FIRST && html`<p><a href="/dashboard/harvesters?days=${range.days}">All ${harvesters.length} harvesters</a></p>`}
${pagesOf(overview)}`;
}

function walksTable({ walks, harvesters }: Overview, now: number): Markup {
  if (walks.length === 0) return html`<p>Nobody is in the middle of a list.</p>`;
  const names = new Map(harvesters.map(({ id, name }) => [id, name]));
  return table(
    'Lists under way',
    [
      { text: 'Harvester', kind: 'long' },
      { text: 'List', kind: 'long' },
      { text: 'Progress' },
      { text: 'Began' },
      { text: 'Now' },
    ],
    walks.map((walk) => [
      html`<a href="/dashboard/harvesters/${walk.harvester}"><bdi>${names.get(walk.harvester) ?? `no. ${walk.harvester}`}</bdi></a>`,
      requestOf(walk),
      progressOf(walk),
      walk.whole ? moment(walk.began) : html`before ${moment(walk.began)}`,
      standingOf(walk, now),
    ]),
  );
}

const KINDS: Readonly<Record<string, string>> = {
  page: 'the endpoint in a browser',
  item: 'pages of items',
  other: 'everything else',
};

function pagesOf({ visits }: Overview): Markup | false {
  return (
    visits.length > 0 &&
    html`<h2>Pages for people</h2>
${table(
  'Pages for people',
  [{ text: 'What' }, { text: 'Requests', kind: 'number' }, { text: 'Sent', kind: 'number' }],
  visits.map(({ kind, requests, bytes: sent }) => [KINDS[kind] ?? kind, count(requests), bytes(sent)]),
)}`
  );
}
