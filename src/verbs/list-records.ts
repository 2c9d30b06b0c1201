import { type OaiError, oaiError } from '../oai/oai-error.ts';
import type { ListVerb, Selection } from '../oai/request.ts';
import type { ListToken } from '../oai/resumption-token.ts';
import type { Page, PageQuery, RepositoryState } from '../store/store.ts';
import type { AnswerContext, VerbAnswer } from './answer-context.ts';
import { notOlder } from './not-older.ts';
import { cannotDisseminate, offers } from './offers.ts';
import { BAD_TOKEN, openToken } from './open-token.ts';
import { tokenElement } from './token-element.ts';

type ListRequest =
  | { verb: ListVerb; selection: Selection; resumptionToken?: undefined }
  | { verb: ListVerb; resumptionToken: string };

/** ListRecords and ListIdentifiers (protocol 4.5, 4.3): the same list, whole records or headers only. */
export async function listRecords(request: ListRequest, context: AnswerContext): Promise<VerbAnswer> {
  const state = await context.store.readState();
  return request.resumptionToken === undefined
    ? firstPage(request.verb, request.selection, state, context)
    : nextPage(request.verb, request.resumptionToken, state, context);
}

async function firstPage(
  verb: ListVerb,
  selection: Selection,
  state: RepositoryState,
  context: AnswerContext,
): Promise<VerbAnswer> {
  const errors: OaiError[] = [];
  if (!offers(context, selection.metadataPrefix)) errors.push(cannotDisseminate(selection.metadataPrefix));
  if (selection.set !== undefined && !state.hasSets) {
    errors.push(oaiError('noSetHierarchy', 'This repository has no sets.'));
  }
  if (errors.length > 0) return { high: state.high, errors };
  const page = await context.store.readPage({ ...pageQuery(verb, selection, context), size: true });
  if (page.count === 0) {
    return {
      high: page.high,
      errors: [oaiError('noRecordsMatch', 'No record matches this combination of arguments.')],
    };
  }
  const { high, size: completeListSize } = page;
  return answer(page, { verb, selection, cursor: 0, completeListSize, high }, state, context);
}

async function nextPage(
  verb: ListVerb,
  text: string,
  state: RepositoryState,
  context: AnswerContext,
): Promise<VerbAnswer> {
  const token = openToken(text, verb, state, context);
  if (!token) return { high: state.high, errors: [BAD_TOKEN] };
  const { after, before, selection } = token;
  const page = notOlder(await context.store.readPage({ ...pageQuery(verb, selection, context), after, before }), token);
  if (page.count > 0) return answer(page, token, state, context);
  return lastPage(token, state, context);
}

/**
 * The last page of a list whose rest is there no longer; a page may not be empty (CONFORMANCE TOK-11). What has moved
 * behind the end of the list is shown with its new datestamps. What has left the set cannot be: then the last record
 * that is still in the list comes once more.
 */
async function lastPage(token: ListToken, state: RepositoryState, context: AnswerContext): Promise<VerbAnswer> {
  const { verb, after, selection } = token;
  const { until: _passed, ...open } = selection;
  let page = notOlder(await context.store.readPage({ ...pageQuery(verb, open, context), after }), token);
  if (page.count === 0) {
    const tail = { ...pageQuery(verb, selection, context), before: after + 1, tail: true };
    page = notOlder(await context.store.readPage(tail), token);
  }
  if (page.count === 0) return { high: page.high, errors: [BAD_TOKEN] };
  return answer({ ...page, more: false }, token, state, context);
}

type Progress = Pick<ListToken, 'verb' | 'selection' | 'before' | 'cursor' | 'completeListSize' | 'high'>;

function answer(page: Page, list: Progress, state: RepositoryState, context: AnswerContext): VerbAnswer {
  const delivered = list.cursor + page.count;
  const completeListSize = Math.max(list.completeListSize, delivered + (page.more ? 1 : 0));
  // An open-ended list follows the writers. Once it has delivered twice what it began with, it closes: what is
  // written from now on is outside, and the harvester's next `from` gets it (CONFORMANCE TOK-12, TOK-31).
  const closes = list.selection.until === undefined && delivered >= 2 * list.completeListSize;
  const next: ListToken = {
    verb: list.verb,
    selection: list.selection,
    after: page.last,
    before: list.before ?? (closes ? page.next : undefined),
    cursor: delivered,
    completeListSize: list.completeListSize,
    high: list.high,
    issued: context.settings.tokenTtl === undefined ? undefined : context.now,
  };
  const token = tokenElement(page.more ? next : undefined, { completeListSize }, list.cursor, state, context);
  return { high: page.high, content: [...page.pieces, ...token] };
}

function pageQuery(verb: ListVerb, selection: Selection, { settings, packed }: AnswerContext): PageQuery {
  return {
    selection,
    limit: settings.pageSize,
    maxBytes: settings.maxPageBytes,
    part: verb === 'ListRecords' ? 'record' : 'header',
    granularity: settings.granularity,
    packed,
  };
}
