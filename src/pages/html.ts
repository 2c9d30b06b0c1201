import { html as honoHtml, raw } from 'hono/html';

/** HTML that is escaped already: what `html` made, or `raw` was given. */
export interface Markup {
  readonly isEscaped: true;
  toString(): string;
}

/** What may stand in a template. Texts are escaped; what is left out is nothing. */
export type Content = string | number | Markup | false | undefined | readonly Content[];

/**
 * A template of HTML: html`<p title="${text}">${text}</p>`. Every text that is put in is escaped, for content as for
 * attributes in quotes; only Markup goes in as it is.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  // Nothing that may stand in it makes the template wait, so it is no Promise.
  return honoHtml(strings, ...values) as Markup;
}

/** HTML of ours as it is, such as a style sheet: never for what came from outside. */
export const trusted: (ours: string) => Markup = raw;
