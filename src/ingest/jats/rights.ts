import { isCalendarDate } from '../../items/calendar-date.ts';
import type { Item } from '../../items/item.ts';
import { readUrl } from '../read-url.ts';
import { shorten } from '../shorten.ts';
import { lineText } from './text.ts';
import { childOf, childrenOf, type Note, within, type XmlNode } from './xml-node.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Terms for machines that mine texts, which are not those for readers. */
const FOR_MINING = /tdm/i;
const LICENCE_PAGE = /creativecommons\.org\/(?:licenses|publicdomain)\//i;

/**
 * Open where the article says it in so many words: license-type, or free_to_read without dates. A licence alone does
 * not say who may read, and what is free within certain dates only is not told.
 */
export function accessOf(meta: XmlNode): Item['access'] {
  const permissions = permissionsOf(meta);
  const isOpen = permissions.some(
    (node) =>
      childrenOf(node, 'license').some(({ attributes }) =>
        /^open[ -]?access$/i.test(attributes.get('license-type') ?? ''),
      ) ||
      childrenOf(node, 'ali:free_to_read').some(
        ({ attributes }) => !attributes.has('start_date') && !attributes.has('end_date'),
      ),
  );
  return isOpen ? { status: 'open' } : undefined;
}

/** The licence for readers: its URL, since when it holds, and its words after those of the copyright. */
export function licenceOf(meta: XmlNode, note: Note): Item['licence'] {
  const permissions = permissionsOf(meta);
  const licences = permissions.flatMap((node) => childrenOf(node, 'license'));
  const references = [...permissions, ...licences]
    .flatMap((node) => childrenOf(node, 'ali:license_ref'))
    .filter(({ attributes }) => !FOR_MINING.test(attributes.get('specific-use') ?? attributes.get('applies_to') ?? ''));
  const [reference] = references;
  const uri = reference
    ? addressIn(reference, note)
    : licences.map(licenceAddress).find((found) => found !== undefined);
  const start = reference?.attributes.get('start_date');
  const words = [...permissions.map((node) => childOf(node, 'copyright-statement')), ...licences.map(licenceWords)]
    .map((node) => (typeof node === 'string' ? node : lineText(node)))
    .filter((text) => text !== '');
  const licence = {
    ...(uri !== undefined && { uri }),
    ...(words.length > 0 && { text: [...new Set(words)].join(' ') }),
    ...(start !== undefined && DATE.test(start) && isCalendarDate(start) && { start }),
  };
  return Object.keys(licence).length > 0 ? licence : undefined;
}

/** Before NLM 3.0 copyright and licence stood in article-meta itself. */
function permissionsOf(meta: XmlNode): XmlNode[] {
  return [...childrenOf(meta, 'permissions'), meta];
}

function addressIn(node: XmlNode, note: Note): string | undefined {
  const text = lineText(node);
  const url = readUrl(text);
  if (url === undefined) note(node.line, `license_ref “${shorten(text)}” is no URL and was left out`);
  return url;
}

/** On the licence itself; else the one link in its words that leads to a licence. */
function licenceAddress(licence: XmlNode): string | undefined {
  const own = readUrl(licence.attributes.get('xlink:href')?.trim() ?? '');
  if (own !== undefined) return own;
  return ['ext-link', 'uri']
    .flatMap((name) => within(licence, name))
    .map((node) => readUrl(node.attributes.get('xlink:href')?.trim() || lineText(node)))
    .find((url) => url !== undefined && LICENCE_PAGE.test(url));
}

/** Its paragraphs: license-p, or p before JATS 1.0. */
function licenceWords(licence: XmlNode): string {
  return childrenOf(licence, 'license-p', 'p').map(lineText).join(' ');
}
