import type { Expected } from '../answer.ts';
import type { JudgedAnswer } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';
import { granularityOf } from './dates.ts';

/** The resumptionToken of one page, as far as one page can tell; the harvester checks the sequence. */
export function checkToken(answer: JudgedAnswer, expected: Expected, report: Report): void {
  const asked = (expected.requestArguments ?? answer.request.attributes)['resumptionToken'];
  const token = answer.resumptionToken;
  if (answer.errors.length > 0) return;
  if (token === undefined) {
    if (asked !== undefined) report('TOK-02', 'a page reached by a token has no resumptionToken');
    return;
  }
  if (asked === undefined && token.text === '') {
    report('TOK-03', 'a list complete in one page has an empty resumptionToken');
  }
  checkText(token.text, report);
  if (token.text !== '' && token.text === asked) report('TOK-31', 'the token points at itself');
  checkNumbers(answer, asked === undefined, report);
  checkExpiration(answer, report);
}

function checkText(text: string, report: Report): void {
  if (/\s/.test(text)) report('TOK-21', `there is white space in the token ${shown(text)}`);
  if (!/^[A-Za-z0-9_.~-]*$/.test(text)) report('TOK-19', `the token ${shown(text)} needs escaping`);
  if (text.length >= 512) report('TOK-20', `the token has ${text.length} characters`);
}

function checkNumbers({ resumptionToken, headers, sets }: JudgedAnswer, first: boolean, report: Report): void {
  const { cursor, completeListSize, text } = resumptionToken ?? { text: '' };
  const entities = headers.length + sets.length;
  if (cursor !== undefined && !Number.isSafeInteger(cursor)) {
    report('TOK-22', 'cursor is not a whole number');
  }
  if (cursor !== undefined && first !== (cursor === 0)) {
    report('TOK-22', `cursor is ${cursor} on ${first ? 'the first page' : 'a later page'}`);
  }
  if (completeListSize === undefined) return;
  if (!Number.isSafeInteger(completeListSize) || completeListSize === 0) {
    report('TOK-24', 'completeListSize is not a positive whole number');
  }
  if (first && text !== '' && completeListSize <= entities) {
    report('TOK-25', `completeListSize is ${completeListSize}, and page one of several holds ${entities}`);
  }
}

function checkExpiration({ resumptionToken, responseDate }: JudgedAnswer, report: Report): void {
  const expirationDate = resumptionToken?.expirationDate;
  if (expirationDate === undefined) return;
  if (granularityOf(expirationDate) !== 'seconds' || expirationDate <= responseDate) {
    report('TOK-26', `expirationDate is ${shown(expirationDate)}, responseDate ${responseDate}`);
  }
}
