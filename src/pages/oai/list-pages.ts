import { childrenNamed, textOf, type XmlNode } from '../../xml/parse-document.ts';
import { html, type Markup } from '../html.ts';
import { requestPath } from '../site.ts';
import { instant } from './instant.ts';
import type { View } from './view.ts';

/** Where a page lies in its list, in words, and the next one as a link: what its resumptionToken tells. */
export function listPages(list: XmlNode, verb: string, count: number, things: string, view: View): Markup {
  const [token] = childrenNamed(list, 'resumptionToken');
  const next = textOf(token);
  const size = token?.attributes.get('completeListSize');
  const first = Number(token?.attributes.get('cursor') ?? 0) + 1;
  const expires = token?.attributes.get('expirationDate');
  const place =
    token === undefined
      ? `${count} ${count === 1 ? things.replace(/s$/, '') : things}, all on this page`
      : `${things[0]?.toUpperCase()}${things.slice(1)} ${first} to ${first + count - 1}${size === undefined ? '' : ` of ${size}`}`;
  return html`<div class="pages"><p>${place}${token !== undefined && next === '' && ' · the end of the list'}</p>${
    next !== '' &&
    html`\n<p><a class="next" rel="next" href="${requestPath(view.site, { verb, resumptionToken: next })}">Next page</a></p>`
  }${next !== '' && expires !== undefined && html`\n<p class="quiet">until ${instant(expires)}</p>`}</div>`;
}
