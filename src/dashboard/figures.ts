import { html, type Markup } from '../pages/html.ts';

/** A row of amounts with what they are. */
export function figures(amounts: readonly (readonly [name: string, amount: string])[]): Markup {
  return html`<dl class="figures">
${amounts.map(([name, amount]) => html`<div><dt>${name}</dt><dd>${amount}</dd></div>\n`)}</dl>`;
}
