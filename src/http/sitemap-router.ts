import { type RequestHandler, Router } from 'express';
import type { ItemSite } from '../pages/item-view.ts';
import { robotsTxt } from '../pages/robots.ts';
import { Sitemaps, type SitemapText } from '../pages/sitemaps.ts';
import type { StoreReader } from '../store/store.ts';
import { sendDocument } from './send-document.ts';

const XML = { 'Content-Type': 'application/xml; charset=UTF-8', 'X-Content-Type-Options': 'nosniff' };
const TEXT = { 'Content-Type': 'text/plain; charset=UTF-8' };

/**
 * `robots.txt`, and `sitemap.xml`, an index of sitemaps that name the landing pages of all items. There is no sitemap
 * where other pages count as theirs: those are for their own host to name. `pause` answers in place of sitemaps when
 * the repository cannot; search engines would take a robots.txt that fails for one that forbids everything.
 */
export function createSitemapRouter(store: StoreReader, site: ItemSite, pause: RequestHandler): Router {
  const router = Router({ caseSensitive: true });
  const hasSitemap = site.landingUrl === `${new URL(site.baseUrl).origin}${site.itemsPath}{id}`;
  router.get('/robots.txt', async (request, response) => {
    await sendDocument(request, response, { headers: TEXT, text: robotsTxt(site, { hasSitemap }) });
  });
  if (!hasSitemap) return router;
  const sitemaps = new Sitemaps(store, site);
  const answer = (found: SitemapText | undefined) =>
    found === undefined
      ? { status: 404, headers: TEXT, text: 'No landing page is here.\n' }
      : { headers: XML, text: found.text, changed: found.changed };
  router.get('/sitemap.xml', pause, async (request, response) => {
    await sendDocument(request, response, answer(await sitemaps.index()));
  });
  router.get('/sitemap-:number.xml', pause, async (request, response) => {
    const number = String(request.params['number']);
    const legal = /^\d{1,15}$/.test(number);
    await sendDocument(request, response, answer(legal ? await sitemaps.read(Number(number)) : undefined));
  });
  return router;
}
