import {
  badDate,
  badLanguage,
  doubleEncoded,
  isOpen,
  missing,
  noType,
  notInSet,
  noUrl,
  noVersion,
} from './dublin-core-rules.ts';
import type { Profile, Rule } from './rule.ts';
import { type ServedRecord, textsOf } from './served-record.ts';

/** DRIVER Guidelines 2.0, which repositories in Turkey and elsewhere still follow. */
export const driver: Profile = {
  name: 'driver',
  title: 'DRIVER Guidelines 2.0',
  metadataPrefix: 'oai_dc',
  rules: [
    missing('refused', 'title'),
    missing('refused', 'creator'),
    missing('refused', 'date'),
    noType('refused'),
    noUrl('refused'),
    outsideOfSet(),
    badDate('grumbled'),
    missing('grumbled', 'publisher'),
    missing('grumbled', 'description'),
    missing('grumbled', 'subject'),
    missing('grumbled', 'language'),
    badLanguage,
    missing('grumbled', 'rights'),
    noVersion,
    doubleEncoded,
  ],
};

/** The set is only needed where the repository holds anything else. */
function outsideOfSet(): Rule {
  const each = notInSet('driver', isOpenText);
  return {
    ...each,
    watch() {
      const { breaks } = each.watch();
      let holdsOthers = false;
      return {
        breaks(record) {
          holdsOthers ||= !isOpenText(record);
          return breaks(record);
        },
        holdsAgainst: () => holdsOthers,
      };
    },
  };
}

function isOpenText(record: ServedRecord): boolean {
  return isOpen(record) && !textsOf(record, 'dc:type').some((text) => text === 'Dataset' || text === 'Software');
}
