import { scaleLinear } from 'd3-scale';
import { html, type Markup } from '../../pages/html.ts';
import { count } from '../amounts.ts';
import { axes, round } from './axes.ts';
import { HEIGHT, MARGIN, plotFigure, WIDTH } from './plot-figure.ts';

export interface YearColumns {
  id: string;
  title: string;
  /** In their order, at least one. */
  years: readonly { year: number; items: number }[];
}

/** A column for each year, years without items included. */
export function yearColumns({ id, title, years }: YearColumns): Markup {
  const first = years[0]?.year ?? 0;
  const last = years.at(-1)?.year ?? first;
  const highest = years.reduce((most, one) => (one.items > most.items ? one : most), years[0] ?? { year: 0, items: 0 });
  const x = scaleLinear([first, last + 1], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, Math.max(1, highest.items)], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const gap = last - first > 100 ? 0 : 1;
  const widest = 60;
  const bars = years.map(({ year, items }) => {
    const room = x(year + 1) - x(year) - gap;
    const width = Math.max(1, Math.min(widest, room));
    const top = Math.min(y(items), y(0) - 1);
    return html`<rect class="bar" x="${round(x(year) + (room - width) / 2)}" y="${round(top)}" width="${round(width)}" height="${round(y(0) - top)}"></rect>\n`;
  });
  const marks = x
    .ticks(Math.min(10, last - first + 1))
    .filter((year) => Number.isInteger(year) && year <= last)
    .map((year) => ({ x: x(year + 0.5), text: String(year) }));
  return plotFigure({
    id,
    title,
    description: `From ${first} to ${last}; most items, ${count(highest.items)}, in ${highest.year}.`,
    drawing: html`${axes(y, marks)}${bars}`,
    heads: ['Year', 'items'],
    rows: [...years].reverse().map(({ year, items }) => [String(year), count(items)] as const),
  });
}
