import type { Request } from 'express';
import { formText } from './form-text.ts';
import { readBody } from './read-body.ts';

/**
 * The form in the body of a POST, as text; undefined where it is longer than `limit` bytes. An application that embeds the
 * router may have read the body before: then it is what its parser (express.urlencoded, text, raw) left of it. Rejects
 * where the body was read, and nothing was left.
 */
export async function formOf(request: Request, limit: number): Promise<string | undefined> {
  const parsed: unknown = request.body;
  if (parsed === undefined || parsed === null) {
    if (request.readableEnded) {
      throw new Error('Something in front of the OAI-PMH router has read the form of a POST and left nothing in body.');
    }
    const body = await readBody(request, limit);
    return body && formText(body);
  }
  if (Buffer.isBuffer(parsed)) return formText(parsed);
  if (typeof parsed === 'string') return formText(Buffer.from(parsed));
  return Object.entries(parsed)
    .flatMap(([name, values]) => [values].flat().map((value: unknown) => `${escaped(name)}=${escaped(value)}`))
    .join('&');
}

/** Parsers make objects of `name[key]=value`, which no argument is. */
function escaped(value: unknown): string {
  return encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed());
}
