import { type Request, type Response, Router } from 'express';
import { localPart } from '../oai/identifier.ts';
import { itemPage, noItemPage, tombstonePage } from '../pages/item-page.ts';
import { formUrl, type ItemForm, type ItemSite, type ItemView, MEDIA_TYPE_OF_FORM } from '../pages/item-view.ts';
import { jsonLd } from '../pages/json-ld.ts';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { readItemView } from '../pages/read-item-view.ts';
import { bibtexOf } from '../pages/references/bibtex.ts';
import { cslJson } from '../pages/references/csl-json.ts';
import { type Reference, referenceOf } from '../pages/references/reference.ts';
import { risOf } from '../pages/references/ris.ts';
import { allLinks, describesLink, headerLinks } from '../pages/signposting.ts';
import { linkHeader, linksetJson, linksetText } from '../pages/typed-link.ts';
import type { StoreReader } from '../store/store.ts';
import { payloadOf } from '../xml/fragments.ts';
import { findItem } from './find-item.ts';
import { type Document, sendDocument } from './send-document.ts';

/**
 * The pages that dc:identifier leads to: `/items/{id}`, 410 for deleted items. With `metadataPrefix` the record without
 * OAI-PMH around it; with `as`, or by the Accept header, the forms for programs.
 */
export function createItemRouter(store: StoreReader, site: ItemSite): Router {
  const router = Router({ caseSensitive: true });
  router.get('/*id', async (request: Request, response: Response) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Link' });
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    const form = query.get('as');
    const metadataPrefix = query.get('metadataPrefix');
    if (form === null && metadataPrefix === null) response.vary('Accept');
    await sendDocument(request, response, await documentOf(request, { form, metadataPrefix }, store, site));
  });
  return router;
}

interface Wish {
  form: string | null;
  metadataPrefix: string | null;
}

async function documentOf(request: Request, wish: Wish, store: StoreReader, site: ItemSite): Promise<Document> {
  const stored = await findItem(request.path.slice(1), store, site.repositoryIdentifier);
  const reading = stored && (await readItemView(stored, store, site));
  if (!reading || reading.found === 'nothing') return { status: 404, headers: PAGE_HEADERS, text: noItemPage(site) };
  if (reading.found === 'deleted') {
    const { identifier, since } = reading;
    return { status: 410, headers: PAGE_HEADERS, text: tombstonePage(identifier, since, site) };
  }
  const { view } = reading;
  if (wish.metadataPrefix !== null) return recordOf(view, wish.metadataPrefix, store, site);
  const form = wish.form ?? negotiatedForm(request);
  if (form === undefined) return pageOf(view, site);
  return (
    (isItemForm(form) && formOf(view, form, site)) || { status: 404, headers: PAGE_HEADERS, text: noItemPage(site) }
  );
}

function pageOf(view: ItemView, site: ItemSite): Document {
  const links = headerLinks(view, (some) => linkHeader(some).length);
  return {
    headers: { ...PAGE_HEADERS, Link: linkHeader(links) },
    text: itemPage(view, site),
    changed: view.datestamp,
  };
}

function formOf(view: ItemView, form: ItemForm, site: ItemSite): Document {
  const headers = { 'Content-Type': MEDIA_TYPE_OF_FORM[form], 'X-Content-Type-Options': 'nosniff' };
  const changed = view.datestamp;
  // A link set says itself what its links are of; everything else leads back by its header.
  const described = { ...headers, Link: linkHeader([describesLink(formUrl(view, form), view)]) };
  const reference = (write: (reference: Reference) => string, extension: string) => ({
    headers: { ...described, 'Content-Disposition': attachment(view, extension, site) },
    text: write(referenceOf(view, localIdOf(view, site))),
    changed,
  });
  switch (form) {
    case 'linkset':
      return { headers, text: linksetText(allLinks(view)), changed };
    case 'linkset-json':
      return { headers, text: linksetJson(allLinks(view)), changed };
    case 'json-ld':
      return { headers: described, text: `${JSON.stringify(jsonLd(view), undefined, 1)}\n`, changed };
    case 'bibtex':
      return reference(bibtexOf, 'bib');
    case 'ris':
      return reference(risOf, 'ris');
    case 'csl-json':
      return reference(cslJson, 'json');
  }
}

/** What the item is called at home; a whole identifier where it comes from elsewhere. */
function localIdOf({ item: { identifier } }: ItemView, { repositoryIdentifier }: ItemSite): string {
  return localPart(identifier, repositoryIdentifier) ?? identifier;
}

/** Content-Disposition with a name for every file system. */
function attachment(view: ItemView, extension: string, site: ItemSite): string {
  const name = `${localIdOf(view, site).slice(-100)}.${extension}`.replace(/[^A-Za-z0-9._-]+/g, '-');
  return `attachment; filename="${name}"`;
}

/** The payload of one record as a file of its own. */
async function recordOf(view: ItemView, metadataPrefix: string, store: StoreReader, site: ItemSite): Promise<Document> {
  const format = view.formats.find((offered) => offered.metadataPrefix === metadataPrefix);
  const { identifier } = view.item;
  const record = format && (await store.readRecord(identifier, metadataPrefix, 'seconds'));
  const payload = record?.found === 'record' ? payloadOf(record.bytes.toString()) : undefined;
  if (!format || payload === undefined) return { status: 404, headers: PAGE_HEADERS, text: noItemPage(site) };
  return {
    headers: {
      'Content-Type': `${format.mediaType}; charset=UTF-8`,
      'Content-Disposition': attachment(view, `${metadataPrefix}.xml`, site),
      'X-Content-Type-Options': 'nosniff',
      Link: linkHeader([describesLink(format.url, view)]),
    },
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${payload}\n`,
  };
}

function isItemForm(text: string): text is ItemForm {
  return Object.hasOwn(MEDIA_TYPE_OF_FORM, text);
}

/** What programs ask for by the Accept header; everybody else gets the page. */
function negotiatedForm(request: Request): ItemForm | undefined {
  const forms = Object.entries(MEDIA_TYPE_OF_FORM) as [ItemForm, string][];
  const accepted = request.accepts(['text/html', ...forms.map(([, mediaType]) => mediaType)]);
  return forms.find(([, mediaType]) => mediaType === accepted)?.[0];
}
