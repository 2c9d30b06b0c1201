import { html, type Markup, trusted } from './html.ts';
import { inLanguage } from './language.ts';

type Tag = 'h1' | 'h2' | 'p' | 'dd' | 'li' | 'bdi' | 'cite';

/** An element around a text of a language that may be known, and of either direction. */
export function localized(tag: Tag, text: string, lang?: string | undefined, style?: string): Markup {
  const name = trusted(tag);
  return html`<${name}${style !== undefined && html` class="${style}"`}${inLanguage(lang)}>${text}</${name}>`;
}
