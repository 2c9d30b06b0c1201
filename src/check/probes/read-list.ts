import type { JudgedAnswer } from '../../judge/judged-answer.ts';
import { checkWholeList } from '../../judge/rules/sequence.ts';
import { outcomeOf, type Reply, type Survey } from '../survey.ts';

/** A page that could be read and holds no error. */
export type Page = Reply & { answer: JudgedAnswer };

export interface ListReading {
  readonly pages: readonly Page[];
  /** Read to its end. */
  readonly isComplete: boolean;
}

/** Reads a list, so many pages of it, and holds the pages against each other. `first` is the answer to its request. */
export async function readList(
  survey: Survey,
  verb: 'ListRecords' | 'ListIdentifiers' | 'ListSets',
  first: Reply,
  mostPages: number,
): Promise<ListReading> {
  const pages: Page[] = [];
  const tokens = new Set<string>();
  let isComplete = false;
  for (let reply = first; ; ) {
    if (!isPage(reply)) break;
    pages.push(reply);
    const token = reply.answer.resumptionToken?.text ?? '';
    if (token === '') {
      isComplete = true;
      break;
    }
    if (tokens.has(token)) {
      survey.fault('TOK-31', reply, 'a token comes back that was given before');
      break;
    }
    tokens.add(token);
    if (pages.length >= mostPages) break;
    reply = await survey.ask(verb, { resumptionToken: token });
    if (reply.answer !== undefined) {
      survey.hold(
        'HRV-16',
        isPage(reply),
        reply,
        `${outcomeOf(reply)} came on page ${pages.length + 1} of a list that goes on`,
      );
    }
  }
  await compare(survey, pages, isComplete);
  return { pages, isComplete };
}

function isPage(reply: Reply): reply is Page {
  return reply.answer !== undefined && reply.answer.errors.length === 0;
}

async function compare(survey: Survey, pages: readonly Page[], isComplete: boolean): Promise<void> {
  const last = pages.at(-1);
  if (last === undefined) return;
  const { ledger } = survey;
  for (const rule of ['TOK-01', 'VRB-13']) ledger.tried(rule);
  const tokens = pages.map(({ answer }) => answer.resumptionToken);
  if (pages.length > 1) ledger.tried('TOK-23');
  if (isComplete && tokens.some((token) => token?.completeListSize !== undefined)) ledger.tried('DEL-14');
  const counts = pages.map(({ answer }) => ({ names: namesOf(answer), token: answer.resumptionToken }));
  const announced = tokens.findLast((token) => token?.completeListSize !== undefined)?.completeListSize ?? 0;
  const delivered = counts.reduce((sum, { names }) => sum + names.length, 0);
  const isCutOff = isComplete && last.answer.resumptionToken === undefined && announced > delivered;
  if (isCutOff) {
    survey.fault('TOK-01', last, `the list ends after ${delivered} of ${announced} records, without a token`);
  }
  const found: [rule: string, seen: string][] = [];
  checkWholeList(counts, isComplete && !isCutOff, (rule, seen) => void found.push([rule, seen]));
  const names = counts.flatMap((page) => page.names);
  const twice = isComplete ? undefined : firstRepeated(names);
  if (twice !== undefined) found.push(['VRB-13', `${twice} is in the list twice`]);
  for (const [rule, seen] of found) await survey.holdIfQuiet(rule, false, last, seen);
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

export function namesOf({ headers, sets }: JudgedAnswer): string[] {
  return sets.length > 0 ? sets.map(({ setSpec }) => setSpec) : headers.map(({ identifier }) => identifier);
}
