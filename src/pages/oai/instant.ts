import { html, type Markup } from '../html.ts';

/** A datestamp of the protocol for people: `2026-03-01 10:00:00 UTC`, or a day. */
export function instant(datestamp: string): Markup {
  const shown = datestamp.replace('T', ' ').replace('Z', ' UTC');
  return html`<time datetime="${datestamp}">${shown}</time>`;
}
