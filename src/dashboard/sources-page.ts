import { html, type Markup } from '../pages/html.ts';
import type { Act } from '../store/act-log.ts';
import { count } from './amounts.ts';
import type { DashboardParts, SourceStatus } from './dashboard-parts.ts';
import { moment } from './moments.ts';
import { type Refusals, readRefusals } from './read-refusals.ts';
import { table } from './table.ts';

/** More of them: `oai-pmh acts`. */
const ACTS = 20;

export async function sourcesBody({ sources, store }: DashboardParts): Promise<Markup> {
  const [refusals, acts] = [await readRefusals(store.quarantine), await store.acts.recent(ACTS)];
  return html`<h2>Sources</h2>
${sourcesTable(await sources())}
<h2>Quarantine</h2>
${refusals.count === 0 ? html`<p>No record is in quarantine.</p>` : quarantine(refusals)}
<h2>What was done</h2>
${actsTable(acts)}`;
}

function actsTable(acts: readonly Act[]): Markup {
  if (acts.length === 0) return html`<p>No command has changed anything yet.</p>`;
  return table(
    'What was done by commands, the newest first',
    [{ text: 'Began' }, { text: 'Who' }, { text: 'Command', kind: 'long' }, { text: 'Outcome', kind: 'long' }],
    acts.map(({ began, actor, command, outcome }) => [
      moment(began),
      html`<bdi>${actor}</bdi>`,
      html`<code><bdi>${command}</bdi></code>`,
      html`<bdi>${outcome ?? 'not ended, or killed'}</bdi>`,
    ]),
  );
}

function sourcesTable(sources: readonly SourceStatus[]): Markup {
  if (sources.length === 0)
    return html`<p>The config file names no sources. What is imported again and again is better a source: then it is seen here how each run ended.</p>`;
  return table(
    'Sources',
    [{ text: 'Source' }, { text: 'Last run' }, { text: 'Outcome', kind: 'long' }, { text: 'Next run' }],
    sources.map((source) => [
      html`<bdi>${source.name}</bdi>`,
      source.running ? html`runs now` : source.ended === undefined ? 'never' : moment(source.ended),
      outcome(source),
      source.next === undefined ? 'no schedule' : moment(source.next),
    ]),
  );
}

function outcome({ fault, outcome: counts = {} }: SourceStatus): Markup {
  if (fault !== undefined) return html`<span class="tag warn">failed</span> <bdi>${fault}</bdi>`;
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  return html`${parts.map(([what, number]) => `${count(number)} ${what}`).join(', ') || '–'}`;
}

function quarantine({ count: all, read, reasons, newest }: Refusals): Markup {
  return html`<p>${count(all)} ${all === 1 ? 'record was' : 'records were'} refused and ${all === 1 ? 'waits' : 'wait'} to be mended.
<code>oai-pmh rejects show NUMBER</code> shows one as it came. Mend it where it comes from and import it again; after a
change of the program or its settings, <code>oai-pmh rejects retry</code> takes in what can be taken now.</p>
<h3>Why</h3>
${read < all && html`<p class="quiet">Of the oldest ${count(read)}.</p>`}
${table(
  'Reasons',
  [{ text: 'Source' }, { text: 'Reason', kind: 'long' }, { text: 'Records', kind: 'number' }],
  reasons.map(({ source, reason, count: number }) => [
    html`<bdi>${source}</bdi>`,
    html`<bdi>${reason}</bdi>`,
    count(number),
  ]),
)}
<h3>${read < all ? `The last of these` : 'The newest'}</h3>
${table(
  'Newest refusals',
  [
    { text: 'Number' },
    { text: 'Refused' },
    { text: 'Source' },
    { text: 'Where', kind: 'long' },
    { text: 'Identifier', kind: 'long' },
    { text: 'Reason', kind: 'long' },
  ],
  newest.map(({ id, rejected, source, path, line, identifier, reason }) => [
    String(id),
    moment(rejected),
    html`<bdi>${source}</bdi>`,
    html`<bdi>${path}${line !== undefined && `:${line}`}</bdi>`,
    html`<bdi>${identifier ?? '–'}</bdi>`,
    html`<bdi>${reason.slice(0, 300)}</bdi>`,
  ]),
)}`;
}
