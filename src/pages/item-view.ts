import type { Item } from '../items/item.ts';
import { landingPath } from '../oai/landing-path.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';
import type { StoredSet } from '../store/set-ledger.ts';
import type { Site } from './site.ts';

/** One item as a landing page shows it, to people and to programs. */
export interface ItemView {
  item: Item;
  /** Whole URL of the page on this server. */
  pageUrl: string;
  /** URL of the page that the repository counts as the item's: this one, unless the landing URL leads elsewhere. */
  landingUrl: string;
  /** Datestamp of its oai_dc record, in UTC seconds: `2026-11-23T07:25:23Z`. */
  datestamp: string | undefined;
  /** The metadata formats that the item really has. */
  formats: readonly FormatLink[];
  /** Sets that it is in, without their ancestors. */
  sets: readonly StoredSet[];
}

/** A record of the item, to be had without OAI-PMH around it. */
export interface FormatLink {
  metadataPrefix: string;
  metadataNamespace: string;
  /** Whole URL. */
  url: string;
  mediaType: string;
}

/** A server that has pages of items, and lists of them. */
export interface ItemSite extends Site {
  itemsPath: string;
  browsePath: string;
  repositoryIdentifier: string;
  /** The page that counts as an item's, with `{id}` in it; see the setting. */
  landingUrl: string;
  formats: readonly MetadataFormat[];
}

/** Other forms of a landing page, by the argument `as`. */
export type ItemForm = 'linkset' | 'linkset-json' | 'json-ld' | ReferenceForm;

/** Those that reference managers read. */
export type ReferenceForm = 'bibtex' | 'ris' | 'csl-json';

export const MEDIA_TYPE_OF_FORM: Readonly<Record<ItemForm, string>> = {
  linkset: 'application/linkset',
  'linkset-json': 'application/linkset+json',
  'json-ld': 'application/ld+json',
  bibtex: 'application/x-bibtex',
  ris: 'application/x-research-info-systems',
  'csl-json': 'application/vnd.citationstyles.csl+json',
};

/** Whole URL of an item's page on this server. */
export function itemPageUrl({ baseUrl, itemsPath, repositoryIdentifier }: ItemSite, identifier: string): string {
  return `${new URL(baseUrl).origin}${itemsPath}${landingPath(identifier, repositoryIdentifier)}`;
}

/** URL of the page that the repository counts as the item's. */
export function landingUrlOf({ landingUrl, repositoryIdentifier }: ItemSite, identifier: string): string {
  return landingUrl.replaceAll('{id}', () => landingPath(identifier, repositoryIdentifier));
}

/** URL of another form of the page. */
export function formUrl({ pageUrl }: Pick<ItemView, 'pageUrl'>, form: ItemForm): string {
  return `${pageUrl}?as=${form}`;
}
