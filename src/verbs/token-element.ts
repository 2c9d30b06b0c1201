import { encodeToken, type ResumptionToken } from '../oai/resumption-token.ts';
import type { RepositoryState } from '../store/store.ts';
import { resumptionToken } from '../xml/fragments.ts';
import type { AnswerContext } from './answer-context.ts';

/**
 * The resumptionToken element of a page (protocol 3.5): with a token where something follows, empty on the
 * last page of several, and not there at all when one page is the whole list.
 */
export function tokenElement(
  next: ResumptionToken | undefined,
  { completeListSize }: { completeListSize: number },
  cursor: number,
  { tokenKeys }: Pick<RepositoryState, 'tokenKeys'>,
  { settings, now }: Pick<AnswerContext, 'settings' | 'now'>,
): string[] {
  const [key] = tokenKeys;
  if (!key) throw new Error('the store has no token key');
  if (!next) return cursor === 0 ? [] : [resumptionToken({ text: '', completeListSize, cursor })];
  const expirationDate = settings.tokenTtl === undefined ? undefined : now + settings.tokenTtl;
  return [resumptionToken({ text: encodeToken(next, key), completeListSize, cursor, expirationDate })];
}
