import { type Content, html, type Markup } from '../pages/html.ts';

export interface Head {
  text: string;
  /** Numbers stand at the end of their column; what is long may be broken. */
  kind?: 'number' | 'long';
}

/** A table that can be scrolled sideways on narrow screens; the first cell of each row is its head. */
export function table(caption: string, heads: readonly Head[], rows: readonly (readonly Content[])[]): Markup {
  const kind = (index: number) => {
    const name = heads[index]?.kind;
    return name !== undefined && html` class="${name}"`;
  };
  return html`<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table>
<thead><tr>${heads.map(({ text }, index) => html`<th scope="col"${kind(index)}>${text}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (cells) =>
    html`<tr>${cells.map((cell, index) =>
      index === 0 ? html`<th scope="row"${kind(index)}>${cell}</th>` : html`<td${kind(index)}>${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table></div>`;
}
