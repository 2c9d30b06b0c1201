import { citationInWords, ended } from '../items/citation-in-words.ts';
import { titleStatement } from '../items/title-statement.ts';
import type { SetSpec } from '../oai/set-spec.ts';
import { html, type Markup } from './html.ts';
import { htmlPage } from './html-page.ts';
import { inWords } from './in-words.ts';
import type { ItemList } from './item-list.ts';
import type { ItemSite } from './item-view.ts';
import { inLanguage } from './language.ts';
import { type ListArguments, listPath } from './list-path.ts';
import { localized } from './localized.ts';
import { periodName } from './read-months.ts';
import { itemPath } from './site.ts';

/** A set with the number of its records, deleted ones included. */
export interface CountedSet {
  setSpec: SetSpec;
  setName: string;
  records: number;
}

export interface BrowseParts {
  sets: readonly CountedSet[];
  /** The last set of this page, where more follow. */
  moreSetsAfter: SetSpec | undefined;
  /** Months with records, `2026-11`, in order. */
  months: readonly string[];
}

/** Where browsing begins: sets, and months. */
export function browsePage({ sets, moreSetsAfter, months }: BrowseParts, site: ItemSite): string {
  const more =
    moreSetsAfter === undefined ? undefined : `${site.browsePath}?${new URLSearchParams({ setsAfter: moreSetsAfter })}`;
  const years = [...new Set(months.map((month) => month.slice(0, 4)))].reverse();
  return htmlPage({
    site,
    title: 'Browse',
    place: 'browse',
    body: html`<h1>Browse</h1>
${months.length === 0 ? html`<p>Nothing is in the repository yet.</p>` : html`<p><a href="${listPath(site, {})}">All items</a></p>`}
${sets.length > 0 && html`<h2>By set</h2>\n<p class="quiet">With the number of records in each, deleted ones included.</p>\n${tree(sets, site)}`}
${more !== undefined && html`<p class="pages"><a class="next" rel="next" href="${more}">More sets</a></p>`}
${years.length > 0 && html`<h2>By date of the last change</h2>\n<dl class="fields">`}
${years.map(
  (year) => html`<dt><a href="${listPath(site, { date: year })}">${year}</a></dt>
<dd><ul class="links">${months
    .filter((month) => month.startsWith(year))
    .map(
      (month) => html`<li><a href="${listPath(site, { date: month })}">${periodName(month).split(' ')[0]}</a></li>\n`,
    )}</ul></dd>\n`,
)}
${years.length > 0 && html`</dl>`}`,
  });
}

/** A page of a list of items; `name` is that of the set. */
export function itemListPage(
  { items, next }: ItemList,
  { set, date }: ListArguments,
  name: string | undefined,
  site: ItemSite,
): string {
  const period = date === undefined ? undefined : periodName(date);
  const title = [name, period].filter((part) => part !== undefined).join(', ') || 'All items';
  const nextPath = next === undefined ? undefined : listPath(site, { set, date, after: String(next) });
  return htmlPage({
    site,
    title,
    place: 'browse',
    head: nextPath === undefined ? [] : [html`<link rel="next" href="${nextPath}">`],
    body: html`${localized('h1', title)}
<p><a href="${site.browsePath}">Browse otherwise</a></p>
${items.length === 0 && html`<p>There is no item ${next === undefined ? 'in this list' : 'on this page: what was here is deleted'}.</p>`}
<ol class="records">
${items.map(({ identifier, item }) => {
  const { text, lang } = titleStatement(item);
  const { authors, source, sourceLanguage } = citationInWords(item);
  return html`<li><h2${inLanguage(lang)}><a href="${itemPath(site, identifier)}">${text}</a></h2>
${authors !== undefined && html`${localized('p', authors)}\n`}<p class="quiet">${
    item.type !== undefined && html`<span class="tag">${inWords(item.type)}</span> `
  }${source !== undefined && localized('bdi', ended(source), sourceLanguage)}</p></li>\n`;
})}</ol>
${nextPath !== undefined && html`<p class="pages"><a class="next" rel="next" href="${nextPath}">Next page</a></p>`}`,
  });
}

/** The page for arguments that cannot be (HTTP 400). */
export function wrongListPage(faults: readonly string[], site: ItemSite): string {
  return htmlPage({
    site,
    title: 'Wrong address',
    place: 'browse',
    head: [html`<meta name="robots" content="noindex">`],
    body: html`<h1>This address is wrong</h1>
<div class="error">${faults.map((fault) => html`<p>${fault}</p>\n`)}</div>
<p><a href="${site.browsePath}">Browse the repository</a></p>`,
  });
}

interface Node {
  set: CountedSet;
  children: Node[];
}

/** Sets below the nearest set above them that is on this page. */
function tree(sets: readonly CountedSet[], site: ItemSite): Markup {
  const roots: Node[] = [];
  const nodes = new Map<SetSpec, Node>();
  for (const set of sets) {
    const node: Node = { set, children: [] };
    nodes.set(set.setSpec, node);
    const above = nodes.get(set.setSpec.slice(0, Math.max(set.setSpec.lastIndexOf(':'), 0)));
    (above?.children ?? roots).push(node);
  }
  const list = (level: readonly Node[]): Markup => html`<ul>
${level.map(
  ({ set: { setSpec, setName, records }, children }) =>
    html`<li><a href="${listPath(site, { set: setSpec })}"><bdi>${setName}</bdi></a> <span class="quiet">${records}</span>${
      children.length > 0 && html`\n${list(children)}`
    }</li>\n`,
)}</ul>`;
  return list(roots);
}
