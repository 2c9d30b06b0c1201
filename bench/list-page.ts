import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Reply } from './http-connection.ts';

/** What the end of a page says. */
export interface PageEnd {
  /** Records on the pages before. */
  cursor: number;
  completeListSize: number | undefined;
  /** Path of the next page; undefined on the last one. */
  next: string | undefined;
}

/** The body without its content coding, as a string of bytes. */
export function textOf({ body, contentEncoding }: Reply): string {
  switch (contentEncoding) {
    case undefined:
      return body.toString('latin1');
    case 'gzip':
      return gunzipSync(body).toString('latin1');
    case 'zstd':
      return zstdDecompressSync(body).toString('latin1');
    default:
      throw new Error(`the content coding ${contentEncoding} was not asked for`);
  }
}

/** Reads the resumptionToken; a list of one page has none. `path` is that of the page or of one before it. */
export function endOf(text: string, path: string): PageEnd {
  const at = text.lastIndexOf('<resumptionToken');
  if (at < 0) return { cursor: 0, completeListSize: undefined, next: undefined };
  const [, attributes = '', token = ''] = /^<resumptionToken([^>]*)>([^<]*)/.exec(text.slice(at)) ?? [];
  const size = /completeListSize="(\d+)"/.exec(attributes)?.[1];
  const [endpoint = ''] = path.split('?');
  const [, verb = ''] = /verb=(\w+)/.exec(path) ?? [];
  return {
    cursor: Number(/cursor="(\d+)"/.exec(attributes)?.[1] ?? 0),
    completeListSize: size === undefined ? undefined : Number(size),
    next: token === '' ? undefined : `${endpoint}?verb=${verb}&resumptionToken=${encodeURIComponent(token)}`,
  };
}

/** Headers on a page, so records. */
export function countOf(text: string): number {
  return text.match(/<header[ >]/g)?.length ?? 0;
}
