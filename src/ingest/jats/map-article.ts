import type { Item } from '../../items/item.ts';
import { languageCode } from '../../items/language.ts';
import type { Incoming } from '../import-format.ts';
import { readPageCount } from '../read-extent.ts';
import { shorten } from '../shorten.ts';
import { abstractsOf } from './abstracts.ts';
import { agentsOf } from './agents.ts';
import { typeOf, versionOf } from './article-type.ts';
import { datesOf } from './dates.ts';
import { fundingOf } from './funding.ts';
import { identifiersOf, localIdOf } from './identifiers.ts';
import { hostOf, publishersOf } from './journal.ts';
import { keywordsOf, subjectsOf } from './keywords.ts';
import { filesOf, linksOf, relationsOf } from './links.ts';
import { accessOf, licenceOf } from './rights.ts';
import { titlesOf } from './titles.ts';
import { childOf, type Note, type XmlNode } from './xml-node.ts';

/**
 * What one article says: an item and notes, or a refusal. `fallbackId`: its id where the article names none; left out
 * when the file holds other articles too.
 */
export function mapArticle(article: XmlNode, fallbackId: string | undefined): Incoming[] {
  const { line } = article;
  const front = childOf(article, 'front');
  const journal = childOf(front, 'journal-meta');
  const meta = childOf(front, 'article-meta');
  const refusal = (reason: string, identifier?: string): Incoming[] => [
    { kind: 'refusal', line, reason, ...(identifier !== undefined && { identifier }) },
  ];
  if (!meta) return refusal('it has no article-meta in a front');
  const identifier = localIdOf(meta, journal) ?? fallbackId;
  if (identifier === undefined) {
    return refusal('it has no DOI and no other article-id, and there is more than one article in this file');
  }
  const notes: Incoming[] = [];
  const note: Note = (where, text) => notes.push({ kind: 'note', line: where, text });
  const titles = titlesOf(meta, note);
  if (titles.length === 0) return refusal('it has no article-title', identifier);
  const item: Mapped = {
    identifier,
    titles,
    agents: agentsOf(meta, note),
    abstracts: abstractsOf(meta, note),
    keywords: keywordsOf(meta, note),
    subjects: subjectsOf(meta, note),
    languages: languagesOf(article, note),
    dates: datesOf(meta, note),
    publishers: publishersOf(journal, note),
    host: hostOf(journal, meta, note),
    extent: extentOf(meta),
    type: typeOf(article, note),
    identifiers: identifiersOf(meta, note),
    links: linksOf(meta),
    files: filesOf(meta, note),
    access: accessOf(meta),
    licence: licenceOf(meta, note),
    version: versionOf(meta, note),
    funding: fundingOf(meta, note),
    relations: relationsOf(meta, note),
  };
  return [{ kind: 'item', line, item: known(item) }, ...notes];
}

type Mapped = { [K in keyof Item]: Item[K] | undefined } & { identifier: string };

/** Without what the article does not say. */
function known(item: Mapped): { identifier: string } & Record<string, unknown> {
  const entries = Object.entries(item).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(entries), identifier: item.identifier };
}

function languagesOf({ attributes, line }: XmlNode, note: Note): Item['languages'] {
  const given = attributes.get('xml:lang');
  if (given === undefined || given.trim() === '') return undefined;
  const code = languageCode(given);
  if (code === undefined) note(line, `the language “${shorten(given)}” is not known here and was left out`);
  return code === undefined ? undefined : [code];
}

function extentOf(meta: XmlNode): Item['extent'] {
  const pages = readPageCount(childOf(childOf(meta, 'counts'), 'page-count')?.attributes.get('count') ?? '');
  return pages === undefined ? undefined : { pages };
}
