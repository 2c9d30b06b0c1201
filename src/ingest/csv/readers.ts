import type { Item } from '../../items/item.ts';
import { VERSIONS } from '../../items/item.ts';
import { isLegalSet } from '../../oai/set-spec.ts';
import { addOnce, leaveOut } from '../oai-xml/draft.ts';
import { mapRelation, related } from '../oai-xml/map-relation.ts';
import { mapRights } from '../oai-xml/map-rights.ts';
import { mapTypes } from '../oai-xml/map-type.ts';
import { readUrl } from '../read-url.ts';
import { readLanguageNames } from './language-names.ts';
import { readDate } from './read-date.ts';
import { readCount, readIssn, readJournal, readPages, readPlace } from './read-host.ts';
import { isLongUrl, readDoi, readFile, readIsbn, readLink, readOther } from './read-identifiers.ts';
import { readAgent, readOrcid } from './read-people.ts';
import { readTitle } from './read-titles.ts';
import { type Cell, keepForLater, localized, type RowDraft, remark, setOnce } from './row-draft.ts';
import type { TargetName } from './target.ts';

type Reader = (draft: RowDraft, cell: Cell) => void;
type DateKind = NonNullable<Item['dates']>[number]['kind'];

const ACCESS = /^(?:info:eu-repo\/semantics\/)?(open|embargoed|restricted|closed)(?:[\s-]?access)?$/i;
const COAR = 'http://purl.org/coar/access_right/';
const VERSION = /^(?:info:eu-repo\/semantics\/)?([a-z]+?)(?:[\s-]?version)?$/i;

/** Reads one value into the item, by what its column is. What cannot be read is left out with a note. */
export const READERS: { readonly [target in Exclude<TargetName, 'identifier'>]: Reader } = {
  title: (draft, cell) => readTitle(draft, cell),
  subtitle: (draft, cell) => readTitle(draft, cell, 'subtitle'),
  translatedTitle: (draft, cell) => readTitle(draft, cell, 'translated'),
  alternativeTitle: (draft, cell) => readTitle(draft, cell, 'alternative'),
  author: (draft, cell) => readAgent(draft, cell, 'author'),
  'author.family': keepForLater,
  'author.given': keepForLater,
  'author.orcid': readOrcid,
  'author.affiliation': keepForLater,
  editor: (draft, cell) => readAgent(draft, cell, 'editor'),
  translator: (draft, cell) => readAgent(draft, cell, 'translator'),
  contributor: (draft, cell) => readAgent(draft, cell, 'contributor'),
  sponsor: (draft, cell) => readAgent(draft, cell, 'sponsor'),
  abstract: (draft, cell) => addOnce(draft, 'abstracts', localized(cell)),
  keywords: (draft, cell) => addOnce(draft, 'keywords', localized(cell)),
  subject: (draft, cell) => {
    const { scheme } = cell.use;
    addOnce(draft, 'subjects', { ...localized(cell), ...(scheme !== undefined && { scheme }) });
  },
  coverage: (draft, cell) => addOnce(draft, 'coverage', localized(cell)),
  language: (draft, cell) => {
    const { languages, unknown } = readLanguageNames(cell.text);
    for (const language of languages) addOnce(draft, 'languages', language);
    for (const text of unknown) leaveOut(draft, { ...cell, text }, 'is no language that is known here');
  },
  issued: (draft, cell) => readDateOf(draft, cell, 'issued'),
  created: (draft, cell) => readDateOf(draft, cell, 'created'),
  submitted: (draft, cell) => readDateOf(draft, cell, 'submitted'),
  accepted: (draft, cell) => readDateOf(draft, cell, 'accepted'),
  available: (draft, cell) => readDateOf(draft, cell, 'available'),
  updated: (draft, cell) => readDateOf(draft, cell, 'updated'),
  publisher: (draft, { text, lang }) => {
    addOnce(draft, 'publishers', { name: text, ...(lang !== undefined && { lang }) });
  },
  journal: readJournal,
  issn: readIssn,
  eissn: readIssn,
  volume: (draft, cell) => readPlace(draft, cell, 'volume'),
  issue: (draft, cell) => readPlace(draft, cell, 'issue'),
  pages: readPages,
  firstPage: (draft, cell) => readPlace(draft, cell, 'firstPage'),
  lastPage: (draft, cell) => readPlace(draft, cell, 'lastPage'),
  articleNumber: (draft, cell) => readPlace(draft, cell, 'articleNumber'),
  citation: (draft, cell) => readPlace(draft, cell, 'citation'),
  pageCount: readCount,
  extent: (draft, cell) => {
    draft.item.extent ??= {};
    setOnce(draft, cell, draft.item.extent, 'text', cell.text);
  },
  type: (draft, cell) => mapTypes(draft, [cell]),
  version: (draft, cell) => {
    const word = VERSION.exec(cell.text)?.[1]?.toLowerCase();
    const version = VERSIONS.find((known) => known === word);
    if (version === undefined) leaveOut(draft, cell, 'is no version that is known here');
    else setOnce(draft, cell, draft.item, 'version', version);
  },
  doi: readDoi,
  isbn: readIsbn,
  otherIdentifier: readOther,
  url: readLink,
  file: readFile,
  access: (draft, cell) => {
    const term = accessTerm(cell.text);
    if (term === undefined) leaveOut(draft, cell, 'says nothing about access that is known here');
    else mapRights(draft, { ...cell, text: term });
  },
  embargoEnd: keepForLater,
  licence: (draft, cell) => {
    if (isLongUrl(cell.text)) return leaveOut(draft, cell, 'is too long for a URL');
    const uri = readUrl(cell.text);
    draft.item.licence ??= {};
    if (uri === undefined) setOnce(draft, cell, draft.item.licence, 'text', cell.text);
    else setOnce(draft, cell, draft.item.licence, 'uri', uri);
  },
  rights: (draft, cell) => {
    const term = accessTerm(cell.text);
    if (term === undefined && isLongUrl(cell.text)) leaveOut(draft, cell, 'is too long for a URL');
    else mapRights(draft, { ...cell, text: term ?? cell.text });
  },
  funder: keepForLater,
  award: keepForLater,
  relation: (draft, cell) => {
    const { relation } = cell.use;
    if (relation === undefined) mapRelation(draft, cell);
    else addOnce(draft, 'relations', related(cell.text, relation));
  },
  sets: (draft, cell) => {
    if (isLegalSet(cell.text)) addOnce(draft, 'sets', cell.text);
    else leaveOut(draft, cell, 'is not a legal setSpec');
  },
  modified: (draft, cell) => {
    const time = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(cell.text) ? cell.text : undefined;
    const date = dateOf(draft, cell);
    if (date !== undefined) setOnce(draft, cell, draft.item, 'modified', time ?? date);
  },
};

/** What can only be told when the whole row has been read. */
export function finishAccess(draft: RowDraft): void {
  for (const cell of draft.together.get('embargoEnd') ?? []) {
    const date = dateOf(draft, cell);
    // Whoever tells the end of an embargo says that there is one, unless another column says what there is.
    if (date !== undefined) draft.item.access = { status: 'embargoed', ...draft.item.access, embargoEnd: date };
  }
}

/** A term that `mapRights` knows: those of info:eu-repo and COAR, and the four words. */
function accessTerm(text: string): string | undefined {
  if (text.startsWith(COAR)) return text;
  const word = ACCESS.exec(text)?.[1]?.toLowerCase();
  return word && `info:eu-repo/semantics/${word}Access`;
}

function dateOf(draft: RowDraft, cell: Cell): string | undefined {
  const { date, problem } = readDate(cell.text, cell.use.dates);
  if (date === undefined) leaveOut(draft, cell, problem ?? 'is no date');
  else if (problem !== undefined) remark(draft, cell, problem);
  return date;
}

/** Of two columns with one date, such as a year and a day, the more precise one counts. */
function readDateOf(draft: RowDraft, cell: Cell, kind: DateKind): void {
  const date = dateOf(draft, cell);
  if (date === undefined) return;
  draft.item.dates ??= [];
  const known = draft.item.dates.find((other) => other.kind === kind);
  if (!known) draft.item.dates.push({ date, kind });
  else if (date.startsWith(known.date)) known.date = date;
  else if (!known.date.startsWith(date)) leaveOut(draft, cell, `stands beside “${known.date}”`);
}
