import { type OaiError, oaiError } from '../oai/oai-error.ts';
import type { ListVerb, Selection } from '../oai/request.ts';
import type { ListToken } from '../oai/resumption-token.ts';
import type { Page, PageQuery } from '../store/store.ts';
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
  return request.resumptionToken === undefined
    ? firstPage(request.verb, request.selection, context)
    : nextPage(request.verb, request.resumptionToken, context);
}

async function firstPage(verb: ListVerb, selection: Selection, context: AnswerContext): Promise<VerbAnswer> {
  const offered = offers(context, selection.metadataPrefix);
  const page = offered
    ? await context.store.readPage({ ...pageQuery(verb, selection, context), size: true })
    : undefined;
  if (!page || page.count === 0) return noList(selection, page, context);
  const { high, size: completeListSize } = page;
  return answer(page, { verb, selection, cursor: 0, completeListSize, high }, context);
}

/** Why there is no list: its page is empty, or its format is not offered. */
async function noList(selection: Selection, page: Page | undefined, { store }: AnswerContext): Promise<VerbAnswer> {
  const state = await store.readState();
  // What came between the two readings is not on the page.
  const high = Math.min(page?.high ?? state.high, state.high);
  const errors: OaiError[] = [];
  if (!page) errors.push(cannotDisseminate(selection.metadataPrefix));
  if (selection.set !== undefined && !state.hasSets) {
    errors.push(oaiError('noSetHierarchy', 'This repository has no sets.'));
  }
  if (errors.length > 0) return { high, errors };
  return { high, errors: [oaiError('noRecordsMatch', 'No record matches this combination of arguments.')] };
}

async function nextPage(verb: ListVerb, text: string, context: AnswerContext): Promise<VerbAnswer> {
  const token = await openToken(text, verb, context);
  if (!token) return { high: (await context.store.readState()).high, errors: [BAD_TOKEN] };
  const { after, before, selection } = token;
  const page = notOlder(await context.store.readPage({ ...pageQuery(verb, selection, context), after, before }), token);
  if (page.count > 0) return answer(page, token, context);
  return lastPage(token, context);
}

/**
 * The last page of a list whose rest is there no longer; a page may not be empty (CONFORMANCE TOK-11). What has moved
 * behind the end of the list is shown with its new datestamps. What has left the set cannot be: then the last record
 * that is still in the list comes once more.
 */
async function lastPage(token: ListToken, context: AnswerContext): Promise<VerbAnswer> {
  const { verb, after, selection } = token;
  const { until: _passed, ...open } = selection;
  let page = notOlder(await context.store.readPage({ ...pageQuery(verb, open, context), after }), token);
  if (page.count === 0) {
    const tail = { ...pageQuery(verb, selection, context), before: after + 1, tail: true };
    page = notOlder(await context.store.readPage(tail), token);
  }
  if (page.count === 0) return { high: page.high, errors: [BAD_TOKEN] };
  return answer({ ...page, more: false }, token, context);
}

type Progress = Pick<ListToken, 'verb' | 'selection' | 'before' | 'cursor' | 'completeListSize' | 'high'>;

async function answer(page: Page, list: Progress, context: AnswerContext): Promise<VerbAnswer> {
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
  const token = await tokenElement(page.more ? next : undefined, { completeListSize }, list.cursor, context);
  const { cursor, selection } = list;
  const part = { selection, records: page.count, cursor, completeListSize, more: page.more };
  return { high: page.high, content: [...page.pieces, ...token], list: part };
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
