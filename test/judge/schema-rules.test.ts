import { judge } from '../../src/judge/judge.ts';
import { OWN_SCHEMAS } from '../../src/judge/own-schemas.ts';

const BASE_URL = 'https://oai.example.org/oai';

/** The rules that an answer with so many sets breaks, each of which lacks its setSpec. */
function brokenBy(sets: number): Set<string> {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>2026-03-01T10:00:00Z</responseDate><request verb="ListSets">${BASE_URL}</request>
<ListSets>${'<set><x/></set>'.repeat(sets)}</ListSets></OAI-PMH>`;
  const rules = new Set<string>();
  const answer = {
    status: 200,
    headers: new Headers({ 'Content-Type': 'text/xml; charset=UTF-8' }),
    body: Buffer.from(body),
  };
  judge(answer, { baseUrl: BASE_URL }, [OWN_SCHEMAS], (rule, what) => {
    if (what.includes('schemas')) rules.add(rule);
  });
  return rules;
}

test('a document is held against the schemas, unless it has more elements side by side than that can take', () => {
  expect(brokenBy(3)).toEqual(new Set(['XML-17']));
  // Hours, if it were.
  expect(brokenBy(500_000)).toEqual(new Set());
});
