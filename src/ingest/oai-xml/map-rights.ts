import type { Item } from '../../items/item.ts';
import { readUrl } from '../read-url.ts';
import { type Draft, leaveOut } from './draft.ts';
import type { DcElement } from './xml-record.ts';

type Status = NonNullable<Item['access']>['status'];

/** The access terms of info:eu-repo and of COAR. */
const TERMS: ReadonlyMap<string, Status> = new Map([
  ['info:eu-repo/semantics/openAccess', 'open'],
  ['info:eu-repo/semantics/embargoedAccess', 'embargoed'],
  ['info:eu-repo/semantics/restrictedAccess', 'restricted'],
  ['info:eu-repo/semantics/closedAccess', 'closed'],
  ['http://purl.org/coar/access_right/c_abf2', 'open'],
  ['http://purl.org/coar/access_right/c_f1cf', 'embargoed'],
  ['http://purl.org/coar/access_right/c_16ec', 'restricted'],
  ['http://purl.org/coar/access_right/c_14cb', 'closed'],
]);

/** dc:rights: an access term, the URL of a licence, or a statement in words. */
export function mapRights(draft: Draft, element: DcElement): void {
  const { item } = draft;
  const { text } = element;
  const status = TERMS.get(text);
  const url = readUrl(text);
  if (status !== undefined) {
    if ((item.access?.status ?? status) === status) item.access = { ...item.access, status };
    else leaveOut(draft, element, 'is a second access term');
  } else if (text.startsWith('info:eu-repo/')) leaveOut(draft, element, 'is no access term that is known here');
  else if (url !== undefined) {
    if ((item.licence?.uri ?? url) === url) item.licence = { ...item.licence, uri: url };
    else leaveOut(draft, element, 'is a second licence');
  } else if ((item.licence?.text ?? text) === text) item.licence = { ...item.licence, text };
  else leaveOut(draft, element, 'is a second statement of rights');
}
