import { html, type Markup } from '../pages/html.ts';

const HOUR = 3_600;
const DAY = 86_400;

/** Stretches of time that can be looked at. */
const RANGES = [
  { days: 1, text: '24 hours', step: HOUR },
  { days: 7, text: '7 days', step: HOUR },
  { days: 30, text: '30 days', step: DAY },
  { days: 365, text: 'a year', step: DAY },
] as const;

/** A stretch of time until now, in whole intervals of `step` seconds. */
export interface Range {
  days: number;
  text: string;
  step: number;
  from: number;
  until: number;
}

/** The range that a request names by `days`; a week where it names none that there is. */
export function rangeOf(days: string | undefined, now: number): Range {
  const range = RANGES.find((one) => String(one.days) === days) ?? RANGES[1];
  const until = now - (now % range.step) + range.step;
  return { ...range, from: until - range.days * DAY, until };
}

/** Links to the same page over other stretches. */
export function rangeLinks(path: string, chosen: Range): Markup {
  return html`<ul class="ranges" aria-label="Stretch of time">
${RANGES.map(
  ({ days, text }) =>
    html`<li><a href="${path}?days=${days}"${days === chosen.days && html` aria-current="true"`}>${text}</a></li>\n`,
)}</ul>`;
}
