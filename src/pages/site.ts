import { landingPath } from '../oai/landing-path.ts';

/** What every page must know of the server that it is on. Its links are paths, so that they hold on any host. */
export interface Site {
  repositoryName: string;
  baseUrl: string;
  /** Path of the base URL. */
  oaiPath: string;
  /** Where landing pages are, with a slash at the end, such as `/items/`; undefined where there are none. */
  itemsPath: string | undefined;
  /** Where people browse; undefined where they cannot. */
  browsePath: string | undefined;
  /** Local parts of its identifiers are the names of landing pages. */
  repositoryIdentifier: string | undefined;
}

/** A request of the protocol as a link; arguments that are undefined are left out. */
export function requestPath(
  { oaiPath }: Pick<Site, 'oaiPath'>,
  given: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.append(name, value);
  return query.size === 0 ? oaiPath : `${oaiPath}?${query}`;
}

/** Where the landing page of an item is, on this server; undefined where it has none. */
export function itemPath(
  { itemsPath, repositoryIdentifier }: Pick<Site, 'itemsPath' | 'repositoryIdentifier'>,
  identifier: string,
): string | undefined {
  return itemsPath === undefined ? undefined : `${itemsPath}${landingPath(identifier, repositoryIdentifier)}`;
}
