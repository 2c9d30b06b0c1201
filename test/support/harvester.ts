import type { Answer } from '../../src/judge/answer.ts';
import type { JudgedAnswer, JudgedHeader, JudgedRecord, JudgedSet } from '../../src/judge/judged-answer.ts';
import { checkWholeList, type PageCount } from '../../src/judge/rules/sequence.ts';
import type { FormatAddress, GranularityName } from '../../src/judge/vocabulary.ts';
import { judgeAnswer } from './judge-answer.ts';
import { RuleViolation, throwViolation } from './rule-violation.ts';

export { Mirror, type MirroredRecord } from './mirror.ts';

export interface HarvestOptions {
  /** Sends a query string or form body (not yet prefixed with `?`) and brings the answer back. */
  readonly fetch: (query: string, method: 'GET' | 'POST') => Promise<Answer>;
  readonly verb: 'ListRecords' | 'ListIdentifiers' | 'ListSets';
  /** The arguments of the first request, decoded, without the verb. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly baseUrl: string;
  readonly granularity?: GranularityName;
  readonly formats?: Readonly<Record<string, FormatAddress>>;
  readonly method?: 'GET' | 'POST';
  /** Called after page 1, 2, … and before the next one is asked for: the place to change the repository. */
  readonly betweenPages?: (page: number) => Promise<void> | void;
  /** More pages than this are taken for a list without an end. */
  readonly maxPages?: number;
  /** Nothing changes during this harvest: then each entity comes once, and completeListSize is their number. */
  readonly quiet?: boolean;
}

export interface Harvest {
  readonly pages: readonly JudgedAnswer[];
  /** Of all pages, in the order in which they came; so are headers and sets. */
  readonly records: readonly JudgedRecord[];
  readonly headers: readonly JudgedHeader[];
  readonly sets: readonly JudgedSet[];
  /** Where the next incremental harvest has to begin. */
  readonly firstResponseDate: string;
}

/**
 * Reads a list to its end as a harvester does, each page through the judge, and then checks what only the sequence of
 * pages can show. A list in which nothing matches is an empty harvest, not a failure.
 */
export async function harvest(options: HarvestOptions): Promise<Harvest> {
  const { verb, method = 'GET', maxPages = 10_000 } = options;
  const pages: JudgedAnswer[] = [];
  const counts: PageCount[] = [];
  const tokens = new Set<string>();
  let requestArguments = options.arguments;

  for (;;) {
    const query = new URLSearchParams({ verb, ...requestArguments }).toString();
    const page = judgeAnswer(await options.fetch(query, method), {
      verb,
      baseUrl: options.baseUrl,
      requestArguments,
      errors: 'any',
      ...(options.granularity !== undefined && { granularity: options.granularity }),
      ...(options.formats !== undefined && { formats: options.formats }),
    });
    checkErrors(page, pages.length + 1);
    pages.push(page);
    counts.push({
      names: verb === 'ListSets' ? page.sets.map((set) => set.setSpec) : page.headers.map((h) => h.identifier),
      token: page.resumptionToken,
    });

    const token = page.resumptionToken?.text ?? '';
    if (token === '') break;
    if (tokens.has(token))
      throw new RuleViolation('TOK-31', `page ${pages.length} gives a token that was given before`);
    if (pages.length === maxPages) throw new RuleViolation('TOK-31', `the list has not ended after ${maxPages} pages`);
    tokens.add(token);
    await options.betweenPages?.(pages.length);
    requestArguments = { resumptionToken: token };
  }

  checkWholeList(counts, options.quiet ?? false, throwViolation);
  return {
    pages,
    records: pages.flatMap((page) => page.records),
    headers: pages.flatMap((page) => page.headers),
    sets: pages.flatMap((page) => page.sets),
    firstResponseDate: pages[0]?.responseDate ?? '',
  };
}

/** Only the first page may hold an error, and only the one that says that there is nothing to list. */
function checkErrors(page: JudgedAnswer, number: number): void {
  if (page.errors.length === 0) return;
  const found = page.errors.map(({ code, text }) => `${code} (${text})`).join(', ');
  if (number > 1) throw new RuleViolation('HRV-16', `page ${number} of a running list is refused: ${found}`);
  if (page.errors.some((error) => error.code !== 'noRecordsMatch')) {
    throw new RuleViolation('ERR-01', `a list was asked for, the answer is ${found}`);
  }
}
