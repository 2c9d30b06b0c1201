import { html, type Markup } from '../../pages/html.ts';

/** The room of a plot and of what stands around it, in units of its drawing. */
export const WIDTH = 900;
export const HEIGHT = 220;
export const MARGIN = { top: 12, right: 12, bottom: 28, left: 56 };

export interface PlotFigure {
  /** Unlike any other on the page. */
  id: string;
  title: string;
  /** What it shows in a sentence, for those who do not see it. */
  description: string;
  drawing: Markup;
  /** The same as a table: its heads, and its rows. */
  heads: readonly [string, string];
  rows: readonly (readonly [string, string])[];
}

/** A drawing with its caption, and the numbers of it in a table below. */
export function plotFigure({ id, title, description, drawing, heads, rows }: PlotFigure): Markup {
  return html`<figure>
<figcaption id="${id}-caption">${title}</figcaption>
<div class="wide" role="region" tabindex="0" aria-labelledby="${id}-caption">
<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${drawing}
</svg>
</div>
<details><summary>Numbers <span class="quiet">of “${title}”</span></summary>
<div class="wide" role="region" tabindex="0" aria-label="Numbers of “${title}”"><table>
<thead><tr><th scope="col">${heads[0]}</th><th scope="col" class="number">${heads[1]}</th></tr></thead>
<tbody>
${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="number">${value}</td></tr>\n`)}</tbody>
</table></div></details>
</figure>`;
}
