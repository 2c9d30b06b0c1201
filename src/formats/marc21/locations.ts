import { identifierUrl } from '../../items/identifier-url.ts';
import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField } from './field.ts';

/** 856: landing pages, then files; without any, the DOI, or else the page about the item on this server. */
export function locations(item: Item, landingPage: string): (Markup | undefined)[] {
  const { links = [], files = [], identifiers = [] } = item;
  const found = [
    ...links.map((uri) => dataField('856', `${method(uri)}0`, ['u', uri], ['y', 'Landing page'])),
    ...files.map(({ uri, mediaType, label }) =>
      dataField(
        '856',
        `${method(uri)}0`,
        ['3', mediaType === undefined ? 'File' : undefined],
        ['u', uri],
        ['q', mediaType],
        ['y', label],
        ['7', accessStatus(item)],
      ),
    ),
  ];
  if (found.length > 0) return found;
  const doi = identifiers.find(({ scheme }) => scheme === 'doi');
  const url = doi && identifierUrl('doi', doi.value);
  if (url !== undefined) return [dataField('856', '40', ['u', url])];
  return [dataField('856', `${method(landingPage)}2`, ['3', 'Description'], ['u', landingPage])];
}

/** First indicator: how it is fetched. */
function method(uri: string): string {
  if (/^https?:/i.test(uri)) return '4';
  return /^ftp:/i.test(uri) ? '1' : ' ';
}

/** $7 of a file. What is under embargo is restricted today and open tomorrow: 506 says until when. */
function accessStatus({ access }: Item): string | undefined {
  switch (access?.status) {
    case 'open':
      return '0';
    case 'restricted':
    case 'closed':
      return '1';
    case 'embargoed':
    case undefined:
      return undefined;
  }
}
