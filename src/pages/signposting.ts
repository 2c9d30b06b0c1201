import { persistentUrl } from '../items/persistent-url.ts';
import { formUrl, type ItemView, MEDIA_TYPE_OF_FORM } from './item-view.ts';
import { schemaType } from './schema-type.ts';
import type { TypedLink } from './typed-link.ts';
import { isWebUrl } from './web-link.ts';

/** Media type of landing pages, as links name it. */
const PAGE = 'text/html';

/** As much as the Link header of a landing page may take, in bytes: proxies have room for 8 kB of all headers. */
const LARGEST_HEADER = 4000;

/**
 * What a landing page tells programs of the item by typed links, by the profile FAIR Signposting
 * (https://signposting.org/FAIR/), in groups: those that matter most come first.
 */
function groupsOf(view: ItemView): TypedLink[][] {
  const { item, pageUrl, landingUrl, formats } = view;
  const link = (rel: string, href: string, more: Partial<TypedLink> = {}) => ({ anchor: pageUrl, rel, href, ...more });
  const forms = (['linkset-json', 'linkset'] as const).map((form) =>
    link('linkset', formUrl(view, form), { type: MEDIA_TYPE_OF_FORM[form] }),
  );
  const types = ['AboutPage', schemaType(item)].map((type) => link('type', `https://schema.org/${type}`));
  const records = formats.map(({ url, mediaType, metadataNamespace }) =>
    link('describedby', url, { type: mediaType, profile: metadataNamespace }),
  );
  const [data, ...references] = (['json-ld', 'bibtex', 'ris', 'csl-json'] as const).map((form) =>
    link('describedby', formUrl(view, form), { type: MEDIA_TYPE_OF_FORM[form] }),
  );
  const licence = item.licence?.uri;
  const orcids = (item.agents ?? []).flatMap(({ role = 'author', orcid }) =>
    role === 'author' && orcid !== undefined ? [`https://orcid.org/${orcid}`] : [],
  );
  const files = (item.files ?? []).filter(({ uri }) => isWebUrl(uri));
  return [
    forms,
    [link('cite-as', persistentUrl(item) ?? landingUrl), ...types],
    licence !== undefined && isWebUrl(licence) ? [link('license', licence)] : [],
    data === undefined ? records : [...records, data],
    [...new Set(orcids)].map((url) => link('author', url)),
    files.map(({ uri, mediaType }) => link('item', uri, { type: mediaType })),
    references,
  ];
}

/** The links for the HTTP header of a landing page. Groups that would make it too long are in the linkset alone. */
export function headerLinks(view: ItemView, sizeOf: (links: readonly TypedLink[]) => number): TypedLink[] {
  let links: TypedLink[] = [];
  for (const group of groupsOf(view)) {
    const longer = [...links, ...group];
    if (sizeOf(longer) <= LARGEST_HEADER) links = longer;
  }
  return links;
}

/** All links of the item: those of its page, and those that lead back to it from its records and files. */
export function allLinks(view: ItemView): TypedLink[] {
  const links = groupsOf(view).flat();
  const back = links.flatMap(({ rel, href }): TypedLink[] => {
    if (rel === 'describedby') return [describesLink(href, view)];
    if (rel === 'item') return [{ anchor: href, rel: 'collection', href: view.pageUrl, type: PAGE }];
    return [];
  });
  return [...links.filter(({ rel }) => rel !== 'linkset'), ...back];
}

/** From a record of the item back to its page. */
export function describesLink(anchor: string, { pageUrl }: Pick<ItemView, 'pageUrl'>): TypedLink {
  return { anchor, rel: 'describes', href: pageUrl, type: PAGE };
}
