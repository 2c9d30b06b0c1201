import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { codingOf, negotiateCoding } from './content-coding.ts';

/** A whole answer that may be asked for again and again: a page, a linkset, a sitemap. */
export interface Document {
  /** HTTP status; 200 where it is left out. */
  status?: number;
  /** Content-Type and others. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** When it last changed, in UTC: `2026-11-23T07:25:23Z`. */
  changed?: string | undefined;
}

/**
 * Sends a document, compressed where the client asks for it, and 304 where the client has it already. Caches may keep it,
 * and ask each time whether it still holds.
 */
export async function sendDocument(request: Request, response: Response, document: Document): Promise<void> {
  const { status = 200, headers, text, changed } = document;
  const body = Buffer.from(text);
  response.vary('Accept-Encoding');
  response.status(status).set({ 'Cache-Control': 'no-cache', ...headers });
  if (status === 200) {
    // Weak: it stands for all content codings.
    response.set('ETag', `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`);
    if (changed !== undefined) response.set('Last-Modified', new Date(changed).toUTCString());
    if (request.fresh) {
      response.status(304).end();
      return;
    }
  }
  const name = negotiateCoding(request);
  const coded = Buffer.concat(await codingOf(name).encode([body]));
  if (name !== undefined) response.set('Content-Encoding', name);
  response.set('Content-Length', String(coded.length)).end(coded);
}
