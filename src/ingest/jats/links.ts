import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import { readUrl } from '../read-url.ts';
import { shorten } from '../shorten.ts';
import { lineText } from './text.ts';
import { childrenOf, type Note, type XmlNode } from './xml-node.ts';

type Relation = NonNullable<Item['relations']>[number];

const MEDIA_TYPE = /^[a-z]+\/[A-Za-z0-9.+_-]+$/;
const SHORT_TYPES: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['xml', 'application/xml'],
  ['epub', 'application/epub+zip'],
]);
/** Of the many words of JATS for what a related article is, those that say more than that it is related. */
const RELATIONS: ReadonlyMap<string, Relation['type']> = new Map([
  ['preprint', 'hasVersion'],
  ['republished-article', 'isVersionOf'],
  ['supplement', 'isSupplementedBy'],
]);

/** Pages about the article. */
export function linksOf(meta: XmlNode): string[] {
  const uris = childrenOf(meta, 'self-uri').filter((node) => mediaTypeOf(node) === undefined);
  return [...new Set(uris.flatMap((node) => readUrl(addressOf(node)) ?? []))];
}

/** The article as a file. */
export function filesOf(meta: XmlNode, note: Note): NonNullable<Item['files']> {
  return childrenOf(meta, 'self-uri').flatMap((node) => {
    const uri = readUrl(addressOf(node));
    const mediaType = mediaTypeOf(node);
    if (uri === undefined) note(node.line, `self-uri “${shorten(addressOf(node))}” is no URL and was left out`);
    return uri === undefined || mediaType === undefined ? [] : [{ uri, mediaType }];
  });
}

/** Related articles, by DOI, number or URL; else as they are described. */
export function relationsOf(meta: XmlNode, note: Note): Relation[] {
  return childrenOf(meta, 'related-article').flatMap((node): Relation[] => {
    const { attributes, line } = node;
    const type = RELATIONS.get(attributes.get('related-article-type') ?? '') ?? 'relates';
    const address = attributes.get('xlink:href')?.trim() || lineText(node);
    const scheme = attributes.get('ext-link-type') ?? '';
    const doi = bareDoi(address);
    if (doi !== undefined) return [{ type, scheme: 'doi', value: doi }];
    if (/^pm(?:c|id|cid)$/.test(scheme)) return [{ type, scheme: scheme === 'pmc' ? 'pmcid' : scheme, value: address }];
    const url = readUrl(address);
    if (url !== undefined) return [{ type, scheme: 'url', value: url }];
    if (address !== '') return [{ type, value: address }];
    note(line, 'a related-article without an address or words was left out');
    return [];
  });
}

function addressOf(node: XmlNode): string {
  return node.attributes.get('xlink:href')?.trim() || lineText(node);
}

/** Undefined for a page. JATS lets anything stand there; many write but the last word of the type. */
function mediaTypeOf({ attributes }: XmlNode): string | undefined {
  const given = attributes.get('content-type') ?? '';
  const type = given.includes('/')
    ? given
    : (SHORT_TYPES.get(given.toLowerCase()) ??
      `${attributes.get('mimetype') ?? ''}/${attributes.get('mime-subtype') ?? ''}`);
  return MEDIA_TYPE.test(type) && !/html/i.test(type) ? type : undefined;
}
