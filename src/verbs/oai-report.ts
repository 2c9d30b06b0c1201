import { formatDatestamp } from '../oai/datestamp.ts';
import type { OaiErrorCode } from '../oai/oai-error.ts';
import type { CheckedRequest, Selection } from '../oai/request.ts';
import type { Verb } from '../oai/verb.ts';
import type { VerbAnswer } from './answer-context.ts';

/** What an OAI-PMH answer told, for those who watch. Counting it costs nothing that the answer did not know anyway. */
export interface OaiReport {
  /** Left out where the request had none, or no legal one. */
  verb: Verb | undefined;
  /** It and the set are cut off after 300 characters. */
  metadataPrefix: string | undefined;
  set: string | undefined;
  /**
   * First and last second that are wanted, as datestamps in seconds: alike for the first page of a list, whatever
   * granularity its request had, and for those that a token brings.
   */
  from: string | undefined;
  until: string | undefined;
  /** Whether the request came with a resumptionToken. */
  resumed: boolean;
  errors: readonly OaiErrorCode[];
  /** Records or headers in the answer. */
  records: number;
  /** Records of the list before this page, and in the whole list, as the resumptionToken tells them. */
  cursor: number | undefined;
  completeListSize: number | undefined;
  /** Whether a resumptionToken leads on; undefined where the answer is no page of a list. */
  more: boolean | undefined;
}

/** Nothing that a repository has is called by more characters; what clients write may have any number. */
const LONGEST = 300;

/** Sums an answer up. `verb` is what the request named, where that is a verb. */
export function reportOf(verb: Verb | undefined, checked: CheckedRequest, answered: VerbAnswer): OaiReport {
  const { records = 0, cursor, completeListSize, more, selection } = 'errors' in answered ? {} : (answered.list ?? {});
  const asked: Partial<Selection> = selection ?? askedFor(checked);
  return {
    verb,
    metadataPrefix: asked.metadataPrefix?.slice(0, LONGEST),
    set: asked.set?.slice(0, LONGEST),
    from: asked.from === undefined ? undefined : formatDatestamp(asked.from),
    until: asked.until === undefined ? undefined : formatDatestamp(asked.until - 1),
    resumed: 'request' in checked && 'resumptionToken' in checked.request,
    errors: 'errors' in answered ? answered.errors.map(({ code }) => code) : [],
    records: verb === 'GetRecord' && !('errors' in answered) ? 1 : records,
    cursor,
    completeListSize,
    more,
  };
}

function askedFor(checked: CheckedRequest): Partial<Selection> {
  if ('errors' in checked) return {};
  const { request } = checked;
  if ('selection' in request) return request.selection;
  return 'metadataPrefix' in request ? { metadataPrefix: request.metadataPrefix } : {};
}
