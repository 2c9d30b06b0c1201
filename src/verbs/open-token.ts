import { oaiError } from '../oai/oai-error.ts';
import { decodeToken, type ResumptionToken } from '../oai/resumption-token.ts';
import type { AnswerContext } from './answer-context.ts';
import { offers } from './offers.ts';

export const BAD_TOKEN = oaiError(
  'badResumptionToken',
  'This resumptionToken is not one that this repository gave for this verb, or it has expired. Begin the list anew.',
);

/**
 * Opens a token of this verb (protocol 3.5); undefined when it is a badResumptionToken: not ours, of another
 * verb, expired, or of a format that is no longer offered.
 */
export async function openToken<V extends ResumptionToken['verb']>(
  text: string,
  verb: V,
  context: Pick<AnswerContext, 'store' | 'formats' | 'settings' | 'now'>,
): Promise<Extract<ResumptionToken, { verb: V }> | undefined> {
  const token = await decode(text, verb, context);
  if (!token) return undefined;
  const { tokenTtl } = context.settings;
  // A token from a time when tokens did not expire was promised to last.
  if (tokenTtl !== undefined && token.issued !== undefined && context.now - token.issued > tokenTtl) return undefined;
  if ('selection' in token && !offers(context, token.selection.metadataPrefix)) return undefined;
  return token;
}

async function decode<V extends ResumptionToken['verb']>(
  text: string,
  verb: V,
  { store }: Pick<AnswerContext, 'store'>,
) {
  const token = decodeToken(text, verb, await store.readTokenKeys());
  // The key may have changed just now, and another endpoint on this store given tokens by the new one.
  return token ?? decodeToken(text, verb, await store.readTokenKeys({ fresh: true }));
}
