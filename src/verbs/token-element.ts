import { encodeToken, type ResumptionToken } from '../oai/resumption-token.ts';
import { resumptionToken } from '../xml/fragments.ts';
import type { AnswerContext } from './answer-context.ts';

/**
 * The resumptionToken element of a page (protocol 3.5): with a token where something follows, empty on the
 * last page of several, and not there at all when one page is the whole list.
 */
export async function tokenElement(
  next: ResumptionToken | undefined,
  { completeListSize }: { completeListSize: number },
  cursor: number,
  { store, settings, now }: Pick<AnswerContext, 'store' | 'settings' | 'now'>,
): Promise<string[]> {
  if (!next) return cursor === 0 ? [] : [resumptionToken({ text: '', completeListSize, cursor })];
  const [key] = await store.readTokenKeys();
  if (!key) throw new Error('the store has no token key');
  const expirationDate = settings.tokenTtl === undefined ? undefined : now + settings.tokenTtl;
  return [resumptionToken({ text: encodeToken(next, key), completeListSize, cursor, expirationDate })];
}
