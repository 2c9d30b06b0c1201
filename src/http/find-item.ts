import { isItemIdentifier, toOaiIdentifier } from '../oai/identifier.ts';
import type { StoredItem, StoreReader } from '../store/store.ts';

/**
 * The item whose page has this path. The path holds the id as the identifier does, escapes included; a browser may have
 * escaped more. Only identifiers of the repository's own namespace may stand there without it.
 */
export async function findItem(
  path: string,
  store: StoreReader,
  repositoryIdentifier: string,
): Promise<StoredItem | undefined> {
  for (const identifier of spellings(path, repositoryIdentifier)) {
    // What else a client may send, U+0000 even, is no store's business.
    const item = isItemIdentifier(identifier) ? await store.readItem(identifier) : undefined;
    if (item) return item;
  }
  return undefined;
}

function spellings(path: string, repositoryIdentifier: string): Set<string> {
  const written = [path.replaceAll('%3F', '?').replaceAll('%23', '#'), path.replaceAll('%3F', '?'), path].map((id) =>
    id.startsWith('oai:') ? id : `oai:${repositoryIdentifier}:${id}`,
  );
  try {
    return new Set([...written, toOaiIdentifier(decodeURIComponent(path), repositoryIdentifier)]);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return new Set(written);
  }
}
