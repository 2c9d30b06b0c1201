import type { ItemSite } from './item-view.ts';
import { sitemapIndexUrl } from './sitemaps.ts';

/**
 * Crawlers of search engines and of those who gather texts. Only they are kept off lists: `*` would mean harvesters too,
 * of whom nobody knows all names.
 */
const CRAWLERS = [
  'Googlebot',
  'GoogleOther',
  'Bingbot',
  'DuckDuckBot',
  'YandexBot',
  'Baiduspider',
  'Applebot',
  'PetalBot',
  'SeznamBot',
  'AhrefsBot',
  'SemrushBot',
  'MJ12bot',
  'DotBot',
  'GPTBot',
  'ClaudeBot',
  'CCBot',
  'Bytespider',
  'Amazonbot',
  'meta-externalagent',
];

/**
 * robots.txt (RFC 9309): everybody may read everything, and crawlers do not go through the lists of the protocol, whose
 * items the sitemap names. With a sitemap where there is one.
 */
export function robotsTxt(site: ItemSite, { hasSitemap }: { hasSitemap: boolean }): string {
  const lines = [
    '# OAI-PMH harvesters are welcome everywhere.',
    ...CRAWLERS.map((name) => `User-agent: ${name}`),
    `Disallow: ${site.oaiPath}*resumptionToken=`,
    '',
    'User-agent: *',
    'Allow: /',
    ...(hasSitemap ? ['', `Sitemap: ${sitemapIndexUrl(site)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
