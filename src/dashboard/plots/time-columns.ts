import { scaleLinear, scaleUtc } from 'd3-scale';
import { html, type Markup } from '../../pages/html.ts';
import { count } from '../amounts.ts';
import { inMinutes } from '../moments.ts';
import { axes, round, timeMarks } from './axes.ts';
import { HEIGHT, MARGIN, plotFigure, WIDTH } from './plot-figure.ts';

export interface TimeColumns {
  id: string;
  title: string;
  /** What is counted, for people: requests. */
  unit: string;
  /** The stretch of time, and the length of an interval; in UTC seconds. */
  from: number;
  until: number;
  step: number;
  /** By the second at which the interval begins; what is left out is nought. */
  values: readonly { from: number; value: number }[];
}

/** A column for each interval of time. */
export function timeColumns({ id, title, unit, from, until, step, values }: TimeColumns): Markup {
  const highest = values.reduce((most, one) => (one.value > (most?.value ?? 0) ? one : most), values[0]);
  const x = scaleUtc([from * 1000, until * 1000], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, Math.max(1, highest?.value ?? 0)], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const gap = (until - from) / step > 60 ? 0 : 1;
  const bars = values
    .filter(({ value }) => value > 0)
    .map((one) => {
      const left = x(one.from * 1000);
      const width = Math.max(1, x((one.from + step) * 1000) - left - gap);
      const top = Math.min(y(one.value), y(0) - 1);
      return html`<rect class="bar" x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(y(0) - top)}"></rect>\n`;
    });
  const total = values.reduce((sum, { value }) => sum + value, 0);
  return plotFigure({
    id,
    title,
    description:
      highest === undefined || total === 0
        ? `No ${unit}.`
        : `${count(total)} ${unit}; most of them, ${count(highest.value)}, in the interval that begins ${inMinutes(highest.from)} UTC.`,
    drawing: html`${axes(y, timeMarks(x))}${bars}`,
    heads: [step >= 86_400 ? 'Day' : 'From (UTC)', unit],
    rows: values
      .filter(({ value }) => value > 0)
      .reverse()
      .map((one) => [inMinutes(one.from).slice(0, step >= 86_400 ? 10 : 16), count(one.value)] as const),
  });
}
