import { html, type Markup } from '../pages/html.ts';
import type { ListWalk } from '../usage/list-walk.ts';
import type { Harvester, UsageReader } from '../usage/usage-reader.ts';
import { bytes, count } from './amounts.ts';
import { figures } from './figures.ts';
import { moment } from './moments.ts';
import { timeColumns } from './plots/time-columns.ts';
import { timeLine } from './plots/time-line.ts';
import { type Range, rangeLinks } from './range.ts';
import { table } from './table.ts';
import { progressOf, requestOf, standingOf } from './walk-parts.ts';

/** The newest lists that are shown. */
const LISTS = 50;

/** What an error means for the operator; the others are the harvester's own matter. */
const MEANINGS: Readonly<Record<string, string>> = {
  noRecordsMatch: 'Nothing is new, mostly: no fault.',
  badResumptionToken: 'Its token is of another repository, too old, or cut off. It must begin the list anew.',
  cannotDisseminateFormat: 'It asks for a format that is not offered. Tell it which are, or offer that one.',
  idDoesNotExist: 'It knows an identifier that is not here. Items may have lost their tombstones.',
  badArgument: 'It asks for what the protocol does not know.',
  badVerb: 'It asks for what the protocol does not know.',
  'HTTP 503': 'The store was busy, or it asked too often: it was told to wait.',
  'HTTP 500': 'A fault of this server: look into its log.',
};

export function harvesterBody(harvester: Harvester, usage: UsageReader, range: Range, now: number): Markup {
  const path = `/dashboard/harvesters/${harvester.id}`;
  const walks = usage.walksOf(harvester.id, LISTS);
  const values = usage.intervals(range.from, range.step, harvester.id);
  return html`<dl class="fields">
<dt>User-Agent</dt><dd><bdi>${harvester.agent || 'none'}</bdi></dd>
<dt>Network</dt><dd>${harvester.network || 'not kept'}</dd>
<dt>From</dt><dd><bdi>${harvester.mailbox || 'none'}</bdi></dd>
<dt>Seen</dt><dd>from ${moment(harvester.firstSeen)} to ${moment(harvester.lastSeen)}</dd>
</dl>
${figures([
  ['Requests', count(harvester.requests)],
  ['Records sent', count(harvester.records)],
  ['Bytes sent', bytes(harvester.bytes)],
  ['Errors', count(harvester.errors)],
  ['Told to wait (503)', count(harvester.busy)],
  ['Refused (4xx)', count(harvester.refused)],
  ['Failed (5xx)', count(harvester.failed)],
  ['Broken off', count(harvester.broken)],
])}
<h2>Progress</h2>
${progressPlot(walks)}
${listsTable(walks, now)}
<h2>Requests</h2>
${rangeLinks(path, range)}
${timeColumns({
  id: 'requests',
  title: range.step === 3600 ? 'Requests per hour' : 'Requests per day',
  unit: 'requests',
  ...range,
  values: values.map(({ from, requests }) => ({ from, value: requests })),
})}
${askedTable(usage, harvester.id)}
${refusalsTable(usage, harvester.id)}`;
}

/** The way through the newest list that has more than one page. */
function progressPlot(walks: readonly ListWalk[]): Markup | false {
  const walk = walks.find(({ points }) => points.length > 1);
  return (
    walk !== undefined &&
    timeLine({
      id: 'progress',
      title: 'The newest list of several pages',
      unit: 'records',
      points: walk.points.map(([seconds, value]) => ({ at: walk.began + seconds, value })),
      goal: walk.size,
    })
  );
}

function listsTable(walks: readonly ListWalk[], now: number): Markup {
  if (walks.length === 0) return html`<p>It has asked for no list.</p>`;
  return table(
    'Lists',
    [
      { text: 'List', kind: 'long' },
      { text: 'Progress' },
      { text: 'Pages', kind: 'number' },
      { text: 'Began' },
      { text: 'Now' },
    ],
    walks.map((walk) => [
      requestOf(walk),
      progressOf(walk),
      count(walk.pages),
      walk.whole ? moment(walk.began) : html`before ${moment(walk.began)}`,
      standingOf(walk, now),
    ]),
  );
}

function askedTable(usage: UsageReader, id: number): Markup {
  const rows = usage
    .asked(id)
    .map(({ verb, metadataPrefix, set, requests, records, last }) => [
      requestOf({ ...NO_LIST, verb: verb || '(no verb)', metadataPrefix, set }),
      count(requests),
      count(records),
      moment(last),
    ]);
  const heads = [
    { text: 'Request', kind: 'long' },
    { text: 'Requests', kind: 'number' },
    { text: 'Records', kind: 'number' },
    { text: 'Last' },
  ] as const;
  return html`<h2>What it asks for</h2>\n${rows.length === 0 ? html`<p>Nothing in the last 30 days.</p>` : table('What it asks for', heads, rows)}`;
}

const NO_LIST = {
  set: '',
  from: '',
  until: '',
  began: 0,
  last: 0,
  ended: undefined,
  pages: 0,
  delivered: 0,
  size: 0,
  whole: true,
};

function refusalsTable(usage: UsageReader, id: number): Markup {
  const rows = usage
    .refusals(id)
    .map(({ code, requests, last, example }) => [
      code,
      count(requests),
      moment(last),
      html`<code><bdi>${example}</bdi></code>`,
      MEANINGS[code] ?? '',
    ]);
  const heads = [
    { text: 'Code' },
    { text: 'Answers', kind: 'number' },
    { text: 'Last' },
    { text: 'The last such request', kind: 'long' },
    { text: 'What it means', kind: 'long' },
  ] as const;
  return html`<h2>Errors it was given</h2>\n${rows.length === 0 ? html`<p>None in the last 30 days.</p>` : table('Errors', heads, rows)}`;
}
