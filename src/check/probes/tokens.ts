import { queryOf, type Survey } from '../survey.ts';
import { type ListReading, namesOf, type Page } from './read-list.ts';

const VERBS = ['ListRecords', 'ListIdentifiers', 'ListSets'] as const;
const NOBODYS = 'nobody-gave-this-token';

/** Good tokens used again, and tokens that are no good. `list` is one of ListRecords. */
export async function probeTokens(survey: Survey, { pages }: ListReading): Promise<void> {
  for (const verb of VERBS) {
    const codes =
      verb === 'ListSets' ? (['badResumptionToken', 'noSetHierarchy'] as const) : (['badResumptionToken'] as const);
    await survey.provoke('TOK-14', queryOf({ verb, resumptionToken: NOBODYS }), codes);
  }
  const [first, second, third] = pages;
  const token = first?.answer.resumptionToken?.text ?? '';
  if (token === '' || second === undefined) {
    survey.ledger.skip(
      'the list of all records has one page',
      'TOK-07',
      'TOK-08',
      'TOK-15',
      'TOK-16',
      'ARG-07',
      'TOK-02',
      'TOK-31',
      'XML-12',
    );
    return;
  }
  if (third === undefined) {
    survey.ledger.skip('the list of all records has two pages', 'TOK-08');
    await askAgain(survey, 'TOK-07', token, second);
  } else {
    const last = pages.at(-1) ?? third;
    await askAgain(survey, 'TOK-07', pages.at(-2)?.answer.resumptionToken?.text ?? '', last);
    await askAgain(survey, 'TOK-08', token, second);
  }
  const resumptionToken = token;
  await survey.provoke('TOK-15', queryOf({ verb: 'ListIdentifiers', resumptionToken }), ['badResumptionToken']);
  await survey.provoke('ARG-07', queryOf({ verb: 'ListRecords', resumptionToken, metadataPrefix: 'oai_dc' }), [
    'badArgument',
  ]);
  await survey.provoke('TOK-16', queryOf({ verb: 'ListRecords', resumptionToken: changed(token) }), [
    'badResumptionToken',
  ]);
}

async function askAgain(survey: Survey, rule: string, resumptionToken: string, page: Page): Promise<void> {
  const reply = await survey.ask('ListRecords', { resumptionToken });
  if (!survey.granted(rule, reply) || reply.answer === undefined) return;
  const isSame = namesOf(reply.answer).join(' ') === namesOf(page.answer).join(' ');
  await survey.holdIfQuiet(
    rule,
    isSame,
    reply,
    `the token brought other records than before, ${page.answer.headers[0]?.identifier} first`,
  );
}

/** A token with another character in its middle. */
function changed(token: string): string {
  const middle = Math.floor(token.length / 2);
  return token.slice(0, middle) + (token[middle] === 'a' ? 'b' : 'a') + token.slice(middle + 1);
}
