import { html, type Markup } from '../pages/html.ts';
import { stateOf } from '../usage/harvester-summary.ts';
import type { ListWalk } from '../usage/list-walk.ts';
import { count, percent } from './amounts.ts';
import { moment, span } from './moments.ts';

/** What a list was asked for with. */
export function requestOf({ verb, metadataPrefix, set, from, until }: Omit<ListWalk, 'points'>): Markup {
  const given = Object.entries({ metadataPrefix, set, from, until }).filter(([, value]) => value !== '');
  return html`<bdi>${verb}</bdi>${given.map(([name, value]) => html` <span class="quiet">${name}</span>\u00a0<bdi>${value}</bdi>`)}`;
}

/** How far a list has come, as a bar and in words. */
export function progressOf({ delivered, size }: ListWalk): Markup {
  const words = `${count(delivered)} of ${count(size)}`;
  return html`<span class="progress"><progress max="${Math.max(1, size)}" value="${delivered}" aria-label="${words}"></progress> ${words} <span class="quiet">(${percent(delivered, size)})</span></span>`;
}

/** How a list stands. */
export function standingOf(walk: ListWalk, now: number): Markup {
  const { ended, last, whole } = walk;
  switch (stateOf(walk, now)) {
    case 'complete':
      return html`${whole ? 'complete' : 'ended; its beginning was not seen'} ${moment(ended ?? last)}`;
    case 'underWay':
      return html`under way${rest(walk)}`;
    case 'waiting':
      return html`no page for ${span(now - last)}`;
    case 'left':
      return html`left off ${moment(last)}`;
  }
}

/** How long it will still take at the pace that it had so far. */
function rest({ began, last, points, delivered, size }: ListWalk): string {
  const [, before = 0] = points[0] ?? [];
  const pace = (delivered - before) / (last - began);
  if (!(pace > 0) || delivered >= size) return '';
  return `, about ${span((size - delivered) / pace)} left`;
}
