import { oaiError } from '../oai/oai-error.ts';
import { set } from '../xml/fragments.ts';
import type { AnswerContext, VerbAnswer } from './answer-context.ts';
import { notOlder } from './not-older.ts';
import { BAD_TOKEN, openToken } from './open-token.ts';
import { tokenElement } from './token-element.ts';

/** Protocol 4.6. */
export async function listSets(
  { resumptionToken }: { resumptionToken?: string },
  context: AnswerContext,
): Promise<VerbAnswer> {
  const { store, settings, now } = context;
  const token = resumptionToken === undefined ? undefined : await openToken(resumptionToken, 'ListSets', context);
  if (resumptionToken !== undefined && !token) return { high: (await store.readState()).high, errors: [BAD_TOKEN] };
  const query = token ? { after: token.after } : { size: true };
  const page = notOlder(await store.readSets({ ...query, limit: settings.setsPageSize }), { high: token?.high ?? 0 });
  const last = page.sets.at(-1);
  if (!last) {
    const error = token ? BAD_TOKEN : oaiError('noSetHierarchy', 'This repository has no sets.');
    return { high: page.high, errors: [error] };
  }
  const sets = page.sets.map((one) => set(one, settings.setDescriptions?.get(one.setSpec)));
  const cursor = token?.cursor ?? 0;
  const delivered = cursor + page.sets.length;
  const progress = {
    cursor: delivered,
    completeListSize: Math.max(token?.completeListSize ?? page.size, delivered + (page.more ? 1 : 0)),
    high: token?.high ?? page.high,
    issued: settings.tokenTtl === undefined ? undefined : now,
  };
  const next = page.more ? { verb: 'ListSets' as const, ...progress, after: last.setSpec } : undefined;
  const { completeListSize } = progress;
  const list = { records: 0, cursor, completeListSize, more: page.more };
  return { high: page.high, content: [...sets, ...(await tokenElement(next, progress, cursor, context))], list };
}
