import type { UtcSeconds } from '../oai/datestamp.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import { html, type Markup } from '../pages/html.ts';

const SPANS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

/** A moment to the minute, in UTC. */
export function moment(seconds: UtcSeconds): Markup {
  return html`<time datetime="${formatDatestamp(seconds)}">${inMinutes(seconds)}</time>`;
}

/** `2026-03-01 10:00`, in UTC. */
export function inMinutes(seconds: UtcSeconds): string {
  return formatDatestamp(seconds).slice(0, 16).replace('T', ' ');
}

/** A stretch of time in its largest unit: 3 hours. */
export function span(seconds: number): string {
  for (const [length, unit] of SPANS) {
    const number = Math.floor(seconds / length);
    if (number >= 1) return `${number} ${unit}${number === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}
