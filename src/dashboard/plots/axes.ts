import type { ScaleLinear, ScaleTime } from 'd3-scale';
import { html, type Markup } from '../../pages/html.ts';
import { shortCount } from '../amounts.ts';
import { HEIGHT, MARGIN, WIDTH } from './plot-figure.ts';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Lines across the plot with their amounts, and what stands below it. */
export function axes(
  y: ScaleLinear<number, number>,
  below: readonly { x: number; text: string }[],
  inWords: (value: number) => string = shortCount,
): Markup {
  // Half a request means nothing.
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick));
  const lines = ticks.map(
    (
      tick,
    ) => html`<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"></line>
<text x="${MARGIN.left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${inWords(tick)}</text>\n`,
  );
  const marks = below.map(
    ({ x, text }) => html`<text x="${round(x)}" y="${HEIGHT - 9}" text-anchor="middle">${text}</text>\n`,
  );
  return html`${lines}${marks}`;
}

/** Where the hours, days or months stand below a plot of time. */
export function timeMarks(x: ScaleTime<number, number>): { x: number; text: string }[] {
  const [begin = 0, end = 0] = x.domain().map(Number);
  return x
    .ticks(7)
    .map((tick) => ({ x: x(tick), text: markOf(tick, (end - begin) / DAY) }))
    .filter((mark) => mark.x > MARGIN.left + 15 && mark.x < WIDTH - MARGIN.right - 15);
}

/** In UTC, as all times are. */
function markOf(tick: Date, days: number): string {
  const [, month = '', day = '', hour = ''] = /-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(tick.toISOString()) ?? [];
  if (days <= 3 && hour !== '00:00') return hour;
  const name = MONTHS[Number(month) - 1];
  return days <= 200 ? `${Number(day)} ${name}` : `${name} ${tick.getUTCFullYear()}`;
}

/** To a tenth of a unit: more is only longer. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
