import type { Item } from '../../src/items/item.ts';
import { FULL_ITEM } from '../conformance/full-item.ts';

/** Texts that try to leave where they stand. */
export const HOSTILE_TEXTS: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '&lt;b&gt; &amp; & &#0; &copy',
  '\u202eevil\u202d \u2066lone',
  'line\u2028and paragraph\u2029',
  ']]> \\u003c/script>',
  'عنوان عربي',
];
const JAVASCRIPT = 'javascript:alert(document.domain)';

/** An item that says a text wherever it can say one, and has a script wherever it can have a URL. */
export function saying(text: string): Item {
  const localized = [{ text, lang: 'en' }];
  return {
    ...FULL_ITEM,
    titles: [...localized, { text, kind: 'alternative' }],
    agents: [
      { family: text, given: text, affiliations: [{ name: text, ror: JAVASCRIPT }], orcid: '0000-0002-1825-0097' },
      { literal: text, kind: 'organisation', role: 'editor' },
    ],
    abstracts: localized,
    keywords: localized,
    subjects: [{ text, scheme: text, uri: JAVASCRIPT }],
    publishers: [{ name: text, lang: 'en' }],
    host: { titles: localized, volume: text, issue: text, firstPage: text, lastPage: text },
    extent: { text },
    identifiers: [
      { scheme: 'doi', value: text },
      { scheme: 'url', value: JAVASCRIPT },
      { scheme: 'handle', value: text },
    ],
    links: [JAVASCRIPT, 'data:text/html,x'],
    files: [{ uri: JAVASCRIPT, label: text, mediaType: 'application/pdf' }],
    licence: { uri: JAVASCRIPT, text },
    funding: [{ funder: text, award: text, funderIdentifier: JAVASCRIPT }],
    relations: [
      { type: 'references', value: JAVASCRIPT },
      { type: 'references', scheme: 'url', value: text },
    ],
    coverage: localized,
  };
}
