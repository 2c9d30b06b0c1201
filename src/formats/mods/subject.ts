import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { anyUri } from '../any-uri.ts';
import { isPeriod } from '../is-period.ts';
import { modsLanguage } from './language.ts';

/** Schemes whose notations are class numbers: these have an element of their own. */
const CLASSIFICATIONS: ReadonlySet<string> = new Set(
  'acmccs acmccs98 bcl bk bkl clc ddc jel lcc linsearch msc nlm pacs rvk sdnb ssgn udc'.split(' '),
);

/** Class numbers, headings of a scheme, free keywords, and what the item covers, in this order. */
export function modsSubjects({ subjects = [], keywords = [], coverage = [] }: Item): (Markup | undefined)[] {
  return [
    ...subjects.map(({ text, lang, scheme, uri }) => {
      const attributes = { authority: scheme, valueURI: anyUri(uri), ...modsLanguage(lang) };
      if (isClassNumber(text, scheme)) return leaf('classification', text, attributes);
      return branch('subject', attributes, leaf('topic', text));
    }),
    ...keywords.map(({ text, lang }) => branch('subject', modsLanguage(lang), leaf('topic', text))),
    ...coverage.map(({ text, lang }) =>
      branch(
        'subject',
        { ...modsLanguage(lang), displayLabel: 'Coverage' },
        // Whether other words name a place, a time or a people, nobody has said: geographic would be a guess.
        isPeriod(text) ? leaf('temporal', text, { encoding: 'iso8601' }) : leaf('topic', text),
      ),
    ),
  ];
}

function isClassNumber(text: string, scheme: string | undefined): boolean {
  return scheme !== undefined && CLASSIFICATIONS.has(scheme) && /\d/.test(text) && !/\s/.test(text);
}
