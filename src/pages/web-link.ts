import { html, type Markup } from './html.ts';

/**
 * A URL from outside as a link, where it is one that a browser may follow: http and https only, so `javascript:` and
 * `data:` stay texts. Its text is the URL itself, where nothing else is given.
 */
export function webLink(url: string, text: string | Markup = url): Markup {
  if (!isWebUrl(url)) return typeof text === 'string' ? html`<bdi>${text}</bdi>` : text;
  return html`<a href="${url}" rel="nofollow"><bdi>${text}</bdi></a>`;
}

/** True for an absolute URL of http or https. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s<>"]+$/i.test(text) && URL.canParse(text);
}
