import { setImmediate } from 'node:timers/promises';
import type { Place, StoreReader } from '../store/store.ts';
import { element } from '../xml/element.ts';
import type { RecordHeader } from '../xml/read-headers.ts';
import { type ItemSite, itemPageUrl } from './item-view.ts';
import { readHeaderPage } from './read-header-page.ts';

/** Places that a sitemap covers: with the longest URLs it stays below the 50 MB that the sitemap protocol allows. */
const PLACES = 2 ** 14;
/** Headers that are read at once. */
const HEADERS = 1000;
/** The longest URL that a sitemap may hold, in characters. */
const LONGEST_URL = 2048;
/** Sitemaps that an index may name. */
const MOST_SITEMAPS = 50_000;

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** XML with the datestamp of its latest entry. */
export interface SitemapText {
  text: string;
  changed: string;
}

/**
 * The sitemaps of a repository (https://www.sitemaps.org/protocol.html). Each covers a range of places of harvest order,
 * which hold one record each at most: so its size has a bound, it is found without counting, and it stays the same until
 * a record in it changes. What changes moves into the last one, which is to be read last. True of an item is the datestamp
 * of its oai_dc record, which every item has, and by which harvest order goes.
 */
export class Sitemaps {
  readonly #store: StoreReader;
  readonly #site: ItemSite;
  readonly #places: number;

  constructor(store: StoreReader, site: ItemSite, places = PLACES) {
    this.#store = store;
    this.#site = site;
    this.#places = places;
  }

  /** The index; undefined where no item is to be seen. Its cost follows from the number of sitemaps. */
  async index(): Promise<SitemapText | undefined> {
    const entries: string[] = [];
    let changed = '';
    let next = await readHeaderPage(this.#store, {}, { limit: 1 });
    while (next.count > 0 && entries.length < MOST_SITEMAPS) {
      const number = Math.floor(next.last / this.#places);
      const range = this.#rangeOf(number);
      if (await this.#hasItems(number)) {
        // Datestamps never fall along harvest order.
        const { headers } = await readHeaderPage(this.#store, {}, { ...range, limit: 1, tail: true });
        changed = headers[0]?.datestamp ?? changed;
        const url = sitemapIndexUrl(this.#site).replace(/\.xml$/, `-${number}.xml`);
        entries.push(`<sitemap>${element('loc', url)}${element('lastmod', changed)}</sitemap>\n`);
      }
      await setImmediate();
      next = await readHeaderPage(this.#store, {}, { after: range.before - 1, limit: 1 });
    }
    return textOf('sitemapindex', entries, changed);
  }

  /** One sitemap; undefined where it would be empty. */
  async read(number: number): Promise<SitemapText | undefined> {
    const entries: string[] = [];
    let changed = '';
    if (!(await this.#isOwn(number))) return undefined;
    for await (const { identifier, datestamp, deleted } of this.#headersIn(number)) {
      changed = datestamp;
      const url = itemPageUrl(this.#site, identifier);
      if (deleted || url.length > LONGEST_URL) continue;
      entries.push(`<url>${element('loc', url)}${element('lastmod', datestamp)}</url>\n`);
    }
    return textOf('urlset', entries, changed);
  }

  #rangeOf(number: number): { after: Place; before: Place } {
    return { after: number * this.#places - 1, before: (number + 1) * this.#places };
  }

  /** Whether it lies where the records of oai_dc are: other numbers belong to other formats. */
  async #isOwn(number: number): Promise<boolean> {
    const { count, last, next } = await readHeaderPage(this.#store, {}, { limit: 1 });
    return count > 0 && number >= Math.floor(last / this.#places) && number <= Math.floor(next / this.#places);
  }

  async #hasItems(number: number): Promise<boolean> {
    for await (const { deleted } of this.#headersIn(number)) if (!deleted) return true;
    return false;
  }

  /** The headers of its records, some at a time; others are answered in between. */
  async *#headersIn(number: number): AsyncGenerator<RecordHeader> {
    let { after, before } = this.#rangeOf(number);
    for (let limit = 1; ; limit = HEADERS) {
      const page = await readHeaderPage(this.#store, {}, { after, before, limit });
      yield* page.headers;
      if (!page.more) return;
      after = page.last;
      await setImmediate();
    }
  }
}

/** URL of the index. It stands beside the pages, since a sitemap only covers the folder that it is in. */
export function sitemapIndexUrl({ baseUrl, itemsPath }: ItemSite): string {
  return `${new URL(baseUrl).origin}${itemsPath.replace(/items\/$/, '')}sitemap.xml`;
}

/** A document that is empty would not be valid. */
function textOf(root: string, entries: readonly string[], changed: string): SitemapText | undefined {
  if (entries.length === 0) return undefined;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n${entries.join('')}</${root}>\n`;
  return { text, changed };
}
