import type { JudgedAnswer } from '../judged-answer.ts';
import { RuleViolation, shown } from '../rule-violation.ts';
import { granularityOf } from './dates.ts';

/** The resumptionToken of one page, as far as one page can tell; the harvester checks the sequence. */
export function checkToken(answer: JudgedAnswer): void {
  const asked = answer.request.attributes['resumptionToken'];
  const token = answer.resumptionToken;
  if (answer.errors.length > 0) return;
  if (token === undefined) {
    if (asked !== undefined) throw new RuleViolation('TOK-02', 'a page reached by a token has no resumptionToken');
    return;
  }
  if (asked === undefined && token.text === '') {
    throw new RuleViolation('TOK-03', 'a list complete in one page has an empty resumptionToken');
  }
  checkText(token.text);
  if (token.text !== '' && token.text === asked) throw new RuleViolation('TOK-31', 'the token points at itself');
  checkNumbers(answer);
  checkExpiration(answer);
}

function checkText(text: string): void {
  if (/\s/.test(text)) throw new RuleViolation('TOK-21', `there is white space in the token ${shown(text)}`);
  if (!/^[A-Za-z0-9_.~-]*$/.test(text)) throw new RuleViolation('TOK-19', `the token ${shown(text)} needs escaping`);
  if (text.length >= 512) throw new RuleViolation('TOK-20', `the token has ${text.length} characters`);
}

function checkNumbers({ resumptionToken, request, headers, sets }: JudgedAnswer): void {
  const { cursor, completeListSize, text } = resumptionToken ?? { text: '' };
  const first = request.attributes['resumptionToken'] === undefined;
  const entities = headers.length + sets.length;
  if (cursor !== undefined && !Number.isSafeInteger(cursor)) {
    throw new RuleViolation('TOK-22', 'cursor is not a whole number');
  }
  if (cursor !== undefined && first !== (cursor === 0)) {
    throw new RuleViolation('TOK-22', `cursor is ${cursor} on ${first ? 'the first page' : 'a later page'}`);
  }
  if (completeListSize === undefined) return;
  if (!Number.isSafeInteger(completeListSize) || completeListSize === 0) {
    throw new RuleViolation('TOK-24', 'completeListSize is not a positive whole number');
  }
  if (first && text !== '' && completeListSize <= entities) {
    throw new RuleViolation(
      'TOK-25',
      `completeListSize is ${completeListSize}, and page one of several holds ${entities}`,
    );
  }
}

function checkExpiration({ resumptionToken, responseDate }: JudgedAnswer): void {
  const expirationDate = resumptionToken?.expirationDate;
  if (expirationDate === undefined) return;
  if (granularityOf(expirationDate) !== 'seconds' || expirationDate <= responseDate) {
    throw new RuleViolation('TOK-26', `expirationDate is ${shown(expirationDate)}, responseDate ${responseDate}`);
  }
}
