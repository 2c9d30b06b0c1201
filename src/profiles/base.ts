import { badDate, badLanguage, doubleEncoded, missing, noAccess, noType, noUrl, urlsOf } from './dublin-core-rules.ts';
import { type Profile, type Rule, rule } from './rule.ts';
import { textsOf } from './served-record.ts';

/** What BASE asks of repositories, and its validator OVAL looks at in records. */
export const base: Profile = {
  name: 'base',
  title: 'BASE (Bielefeld Academic Search Engine)',
  metadataPrefix: 'oai_dc',
  rules: [
    missing('refused', 'title'),
    missing('refused', 'creator'),
    missing('refused', 'date'),
    missing('refused', 'type'),
    missing('refused', 'identifier'),
    noUrl('refused'),
    sameUrl(),
    badDate('grumbled', { time: true }),
    badLanguage,
    { ...noType('grumbled'), name: 'type-term' },
    { ...noAccess('grumbled'), name: 'access-term' },
    rule(
      'grumbled',
      'default-handle',
      'a Handle with the prefix 123456789, which nobody registered',
      'Register a Handle prefix, or give the item a URL that works (`links`).',
      (record) => textsOf(record, 'dc:identifier').some((text) => /(?:^|[/:])123456789\/./.test(text)),
    ),
    doubleEncoded,
  ],
};

/** Of the URLs of a record, the first is the one that people are sent to. */
function sameUrl(): Rule {
  return {
    name: 'same-url',
    weight: 'refused',
    wrong: 'all records have the same URL as their first',
    mend: 'Give each item a page of its own (`links`); leave the home page out.',
    watch() {
      let first: string | undefined;
      let records = 0;
      let others = false;
      return {
        breaks(record) {
          const [url] = urlsOf(record);
          first ??= url;
          others ||= url !== first;
          records += 1;
          return true;
        },
        holdsAgainst: () => records > 1 && first !== undefined && !others,
      };
    },
  };
}
