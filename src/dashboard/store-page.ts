import { html, type Markup } from '../pages/html.ts';
import type { Census } from '../usage/store-sample.ts';
import type { UsageReader } from '../usage/usage-reader.ts';
import { bytes, count } from './amounts.ts';
import type { DashboardParts } from './dashboard-parts.ts';
import { freeSpace, sizeOfFile } from './disk-space.ts';
import { figures } from './figures.ts';
import { moment } from './moments.ts';
import { timeLine } from './plots/time-line.ts';
import { yearColumns } from './plots/year-columns.ts';
import { table } from './table.ts';

const YEAR = 365 * 86_400;

export async function storeBody(parts: DashboardParts, usage: UsageReader | undefined, now: number): Promise<Markup> {
  const { store } = parts;
  const { items, waiting, sets, formats } = await store.counts();
  const census = usage?.census();
  return html`<p><code>${store.description}</code></p>
${figures([
  ['Items', count(items)],
  ['Not to be seen yet', count(waiting)],
  ['Sets', count(sets)],
  ['In quarantine', count(await store.quarantine.count())],
])}
<h2>Records by format</h2>
${table(
  'Records by format',
  [{ text: 'metadataPrefix' }, { text: 'Records', kind: 'number' }, { text: 'Of them deleted', kind: 'number' }],
  formats.map(({ metadataPrefix, records, deleted }) => [metadataPrefix, count(records), count(deleted)]),
)}
<h2>Growth</h2>
${growth(usage, now)}
<h2>Items by year of publication</h2>
${census ? years(census) : NOT_COUNTED}
<h2>Records by set</h2>
${census ? bySet(census) : NOT_COUNTED}
${census && html`<p class="quiet">Years and sets were counted ${moment(census.at)}${!census.whole && ', as far as there was time'}.</p>`}
<h2>Disk</h2>
${await disk(parts)}`;
}

const NOT_COUNTED = html`<p>Not counted yet: it is done some seconds after the start of the server, and then once a day, and kept in the usage file.</p>`;

function growth(usage: UsageReader | undefined, now: number): Markup {
  const samples = usage?.samples(now - YEAR) ?? [];
  if (samples.length === 0)
    return html`<p>Not known yet: the store is looked at once an hour, and that is kept in the usage file.</p>`;
  return html`${timeLine({
    id: 'items',
    title: 'Items, deleted ones included',
    unit: 'items',
    points: samples.map(({ at, items }) => ({ at, value: items })),
  })}
${timeLine({
  id: 'size',
  title: 'Size of the store',
  unit: 'size',
  points: samples.map((sample) => ({ at: sample.at, value: sample.bytes })),
  inWords: bytes,
})}`;
}

function years({ years: counted, undated }: Census): Markup {
  return html`${counted.length > 0 && yearColumns({ id: 'years', title: 'Items of each year', years: counted })}
<p>${count(undated)} ${undated === 1 ? 'item has' : 'items have'} no year.</p>`;
}

function bySet({ sets }: Census): Markup {
  if (sets.length === 0) return html`<p>There are no sets.</p>`;
  const most = Math.max(1, ...sets.map(({ records }) => records));
  return table(
    'Records by set',
    [
      { text: 'Set', kind: 'long' },
      { text: 'Name', kind: 'long' },
      { text: 'Records of oai_dc', kind: 'number' },
      { text: 'Share of the largest' },
    ],
    sets.map(({ setSpec, setName, records }) => [
      html`<bdi>${setSpec}</bdi>`,
      html`<bdi>${setName}</bdi>`,
      count(records),
      html`<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.round((100 * records) / most)}" height="10"></rect></svg>`,
    ]),
  );
}

async function disk({ store, storeFile, usageFile }: DashboardParts): Promise<Markup> {
  const usageSize = usageFile === undefined ? undefined : await sizeOfFile(usageFile);
  const free = storeFile === undefined ? undefined : await freeSpace(storeFile);
  return html`<dl class="fields">
<dt>Store</dt><dd>${bytes(await store.size())}</dd>
<dt>Usage file</dt><dd>${usageSize === undefined ? 'none' : bytes(usageSize)}</dd>
<dt>Free on the disk of the store</dt><dd>${free === undefined ? 'not known here' : bytes(free)}</dd>
</dl>`;
}
