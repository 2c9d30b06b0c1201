import { localPart } from './identifier.ts';

/**
 * What stands for an item in the URL of its landing page: the local part of its identifier, or a whole identifier of
 * another namespace. Identifiers are URIs already; only what would end the path of a URL is escaped.
 */
export function landingPath(identifier: string, repositoryIdentifier: string | undefined): string {
  const local = repositoryIdentifier === undefined ? undefined : localPart(identifier, repositoryIdentifier);
  return (local ?? identifier).replaceAll('?', '%3F').replaceAll('#', '%23');
}
