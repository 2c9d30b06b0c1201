import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import { html, type Markup } from '../../pages/html.ts';
import { count } from '../amounts.ts';
import { inMinutes } from '../moments.ts';
import { axes, round, timeMarks } from './axes.ts';
import { HEIGHT, MARGIN, plotFigure, WIDTH } from './plot-figure.ts';

export interface TimeLine {
  id: string;
  title: string;
  unit: string;
  /** In order of time, at least one; UTC seconds. */
  points: readonly { at: number; value: number }[];
  /** What it is on its way to, drawn as a broken line. */
  goal?: number;
  inWords?: (value: number) => string;
}

/** An amount in the course of time. */
export function timeLine({ id, title, unit, points, goal, inWords = count }: TimeLine): Markup {
  const first = points[0] ?? { at: 0, value: 0 };
  const last = points.at(-1) ?? first;
  const highest = Math.max(1, goal ?? 0, ...points.map(({ value }) => value));
  // A single moment has no width: it gets an hour.
  const until = last.at > first.at ? last.at : first.at + 3600;
  const x = scaleUtc([first.at * 1000, until * 1000], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, highest], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const drawn = last.at > first.at ? [...points] : [first, { at: until, value: first.value }];
  type Point = TimeLine['points'][number];
  const across = ({ at }: Point) => round(x(at * 1000));
  const up = ({ value }: Point) => round(y(value));
  const curve = line<Point>(across, up)(drawn) ?? '';
  const below = area<Point>(across, () => round(y(0)), up)(drawn) ?? '';
  return plotFigure({
    id,
    title,
    description: `From ${inWords(first.value)} at ${inMinutes(first.at)} UTC to ${inWords(last.value)} at ${inMinutes(last.at)} UTC${goal === undefined ? '' : `, of ${inWords(goal)}`}.`,
    drawing: html`${axes(y, timeMarks(x), inWords === count ? undefined : inWords)}<path class="area" d="${below}"></path>
<path class="line" d="${curve}"></path>
${goal !== undefined && html`<line class="goal" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(goal))}" y2="${round(y(goal))}"></line>`}`,
    heads: ['At (UTC)', unit],
    rows: [...points].reverse().map(({ at, value }) => [inMinutes(at), inWords(value)] as const),
  });
}
