import { type Request, type Response, Router } from 'express';
import type { Item } from '../items/item.ts';
import { isIdentifierSyntax, toOaiIdentifier } from '../oai/identifier.ts';
import { itemPage, tombstonePage } from '../pages/item-page.ts';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import type { Site } from '../pages/site.ts';
import type { StoredItem, StoreReader } from '../store/store.ts';

/** The pages that dc:identifier leads to: `/items/{id}`, 410 for deleted items. */
export function createItemRouter(store: StoreReader, site: Site & { repositoryIdentifier: string }): Router {
  const router = Router({ caseSensitive: true });
  router.get('/*id', async (request: Request, response: Response, next) => {
    const item = await findItem(store, request.path.slice(1), site.repositoryIdentifier);
    if (!item || (item.visibleFrom !== undefined && !item.deleted)) {
      next();
      return;
    }
    response.set(PAGE_HEADERS);
    if (item.deleted || item.content === undefined) {
      response.status(410).send(tombstonePage(item.identifier, site));
      return;
    }
    response.send(itemPage(JSON.parse(item.content) as Item, site));
  });
  return router;
}

/** The path holds the id as the identifier does, escapes included; a browser may have escaped more. */
async function findItem(
  store: StoreReader,
  path: string,
  repositoryIdentifier: string,
): Promise<StoredItem | undefined> {
  const spellings = [path.replaceAll('%3F', '?'), path].map((id) =>
    id.startsWith('oai:') ? id : `oai:${repositoryIdentifier}:${id}`,
  );
  try {
    spellings.push(toOaiIdentifier(decodeURIComponent(path), repositoryIdentifier));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  for (const identifier of new Set(spellings)) {
    // What else a client may send, U+0000 even, is no store's business.
    const item = isIdentifierSyntax(identifier) ? await store.readItem(identifier) : undefined;
    if (item) return item;
  }
  return undefined;
}
