import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diag, XmlDocument } from 'libxml2-wasm';
import type { Answer, Expected } from '../../src/judge/answer.ts';
import { OWN_SCHEMAS } from '../../src/judge/own-schemas.ts';
import { parseTree } from '../../src/judge/xml-tree.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { RuleViolation } from '../support/rule-violation.ts';
import { answerOf, BASE_URL, expectedBy, savedAnswer, xmlFilesIn } from './saved-answer.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/answers');

/** The rule that an answer breaks; undefined when it is accepted. */
function brokenRule(answer: Answer, expected: Expected = expectedBy(answer)): string | undefined {
  try {
    judgeAnswer(answer, expected);
  } catch (error) {
    if (error instanceof RuleViolation) return error.rule;
    throw error;
  }
  return undefined;
}

describe('answers that are as they should be', () => {
  test.each(xmlFilesIn(join(fixtures, 'valid')))('%s is accepted', (_name, path) => {
    const answer = savedAnswer(path);
    judgeAnswer(answer, expectedBy(answer));
  });
});

describe('answers that break one rule', () => {
  const files = xmlFilesIn(join(fixtures, 'invalid'));

  test.each(files)('%s', (name, path) => {
    // The file is named after the rule: XML-06-fraction.xml breaks XML-06.
    expect(brokenRule(savedAnswer(path))).toBe(/^[A-Z]+-\d+/.exec(name)?.[0]);
  });
});

describe('what files cannot hold', () => {
  const good = savedAnswer(join(fixtures, 'valid/list-records-in-one-page.xml'));
  const expected = expectedBy(good);
  const withHeaders = (headers: Record<string, string>) => answerOf(good.body, headers);

  test.each<[string, Answer, string | undefined]>([
    ['a status of its own for a protocol error', { ...good, status: 404 }, 'RESP-02'],
    ['application/xml', withHeaders({ 'content-type': 'application/xml' }), 'RESP-01'],
    ['text/xml-something', withHeaders({ 'content-type': 'text/xmlx' }), 'RESP-01'],
    ['no Content-Type', { ...good, headers: new Headers() }, 'RESP-01'],
    ['another character set', withHeaders({ 'content-type': 'text/xml; charset=ISO-8859-1' }), 'RESP-01'],
    ['a Content-Length that is too small', withHeaders({ 'content-length': '10' }), 'RESP-17'],
    ['a Content-Length that fits', withHeaders({ 'content-length': String(good.body.length) }), undefined],
    ['the length of the coded body', withHeaders({ 'content-length': '10', 'content-encoding': 'gzip' }), undefined],
    ['a lone surrogate in a string', answerOf(Buffer.from(good.body).toString().replace('Reise', '\uD800')), 'XML-20'],
    ['a body that is text', answerOf(Buffer.from(good.body).toString()), undefined],
  ])('%s', (_what, answer, rule) => {
    expect(brokenRule(answer, expected)).toBe(rule);
  });

  test('the verb may be given apart from its arguments', () => {
    const answer = judgeAnswer(good, {
      baseUrl: BASE_URL,
      verb: 'ListRecords',
      requestArguments: { metadataPrefix: 'oai_dc' },
    });
    expect(answer.verb).toBe('ListRecords');
    expect(brokenRule(good, { baseUrl: BASE_URL, verb: 'ListIdentifiers' })).toBe('XML-05');
  });

  test('either outcome may be allowed', () => {
    const refused = savedAnswer(join(fixtures, 'valid/error-bad-arguments.xml'));
    expect(brokenRule(refused, { baseUrl: BASE_URL, errors: 'any' })).toBeUndefined();
    expect(brokenRule(good, { baseUrl: BASE_URL, errors: 'any' })).toBeUndefined();
    expect(brokenRule(refused, { baseUrl: BASE_URL })).toBe('ERR-01');
  });

  test('a format can be made known, and is then held to its address', () => {
    const formats = {
      letters: {
        namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
        schema: 'https://letters.example.net/l.xsd',
      },
    };
    const text = Buffer.from(good.body).toString().replace('metadataPrefix="oai_dc"', 'metadataPrefix="letters"');
    expect(brokenRule(answerOf(text), { baseUrl: BASE_URL, formats })).toBe('REC-05');
    expect(brokenRule(answerOf(text), { baseUrl: BASE_URL })).toBeUndefined();
  });
});

describe('what the judge gives back', () => {
  const judged = (name: string) => {
    const answer = savedAnswer(join(fixtures, 'valid', name));
    return { ...judgeAnswer(answer, expectedBy(answer)), source: Buffer.from(answer.body).toString() };
  };

  test('records with their payloads as served', () => {
    const { records, headers, resumptionToken, request, verb, source } = judged('list-records-first-page.xml');
    expect(verb).toBe('ListRecords');
    expect(request).toEqual({ text: BASE_URL, attributes: { verb: 'ListRecords', metadataPrefix: 'oai_dc' } });
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({
      identifier: 'oai:letters.example.net:1893/1',
      datestamp: '2024-05-11T08:00:00Z',
      setSpecs: ['box:a', 'lang:de'],
      deleted: false,
      dc: {
        title: [{ text: 'Reise in die Tatra', lang: 'de' }],
        creator: [{ text: 'Mózes, Ida' }],
        date: [{ text: '1893-01' }],
        identifier: [{ text: 'https://letters.example.net/read/1' }],
      },
    });
    expect(records[0]?.metadata).toMatch(/^<oai_dc:dc .*<\/oai_dc:dc>$/s);
    expect(source).toContain(`<metadata>${records[0]?.metadata}</metadata>`);
    expect(records[0]?.abouts.map((about) => about.slice(0, 11))).toEqual(['<provenance', '<rights xml']);
    expect(records[1]).toEqual({ ...headers[1], abouts: [] });
    expect(headers[1]).toEqual({
      identifier: 'oai:letters.example.net:1893/2',
      datestamp: '2024-05-14T08:00:00Z',
      setSpecs: ['box:b'],
      deleted: true,
    });
    expect(resumptionToken).toEqual({ text: 'c2Vjb25kIHBhZ2U', cursor: 0, completeListSize: 3 });
  });

  test('headers, sets, formats, the repository, errors', () => {
    expect(judged('list-identifiers.xml').headers.map((header) => header.deleted)).toEqual([false, true]);
    expect(judged('list-sets.xml').sets.map((set) => [set.setSpec, set.setDescriptions.length])).toEqual([
      ['box', 0],
      ['box:a', 0],
      ['box:b', 1],
    ]);
    expect(judged('list-metadata-formats.xml').formats[1]?.metadataNamespace).toBe('http://www.loc.gov/MARC21/slim');
    expect(judged('identify.xml').identify).toMatchObject({ compressions: ['gzip'], deletedRecord: 'persistent' });
    expect(judged('identify.xml').identify?.descriptions).toHaveLength(6);
    expect(judged('list-records-last-page.xml').resumptionToken?.text).toBe('');
    const refused = judged('error-id-does-not-exist.xml');
    expect(refused.verb).toBeUndefined();
    expect(refused.errors).toEqual([{ code: 'idDoesNotExist', text: 'no item has this identifier' }]);
    expect(refused.request.attributes['identifier']).toBe('oai:letters.example.net:"<b>');
  });
});

describe('our own schemas, without the rules before them', () => {
  // The rules speak first, so the judge alone would not show that the schemas object to these as well.
  test.each([
    'DATE-03-fraction',
    'DATE-03-hour-24',
    'DATE-03-no-such-day',
    'DATE-03-offset',
    'DEL-01-other-word',
    'ERR-01-invented-code',
    'ERR-05-error-and-list',
    'FMT-01-colon',
    'FMT-04-twice',
    'HRV-07-empty',
    'HRV-07-underscore',
    'ID-02-no-scheme',
    'IDF-01-no-name',
    'IDF-03-version',
    'IDF-04-mailto',
    'IDF-06-year-zero',
    'IDF-08-spelling',
    'IDF-10-two-in-one',
    'REC-02-two-payloads',
    'REC-03-deleted-with-about',
    'SET-02-blank-and-slash',
    'SET-02-empty-segment',
    'SET-07-no-name',
    'SET-07-set-twice',
    'SET-16-empty-description',
    'TOK-19-plain-base64',
    'TOK-20-endless-token',
    'TOK-21-line-breaks',
    'TOK-22-cursor-negative',
    'TOK-24-size-of-nothing',
    'TOK-26-local-time',
    'VRB-01-two-records',
    'VRB-13-same-header-twice',
    'VRB-13-same-record-twice',
    'XML-04-request-first',
    'XML-05-nothing',
    'XML-06-fraction',
    'XML-06-offset',
    'XML-18-payload-in-ours',
    'XML-18-payload-without-namespace',
    'XML-19-empty-list',
  ])('%s', (name) => {
    const text = readFileSync(join(fixtures, 'invalid', `${name}.xml`), 'utf8');
    const document = XmlDocument.fromString(text);
    expect(() => OWN_SCHEMAS.validate(document, parseTree(text))).toThrow(/Element '/);
    document.dispose();
  });
});

test('nothing is left behind in the memory that the garbage collector does not see', () => {
  const files = ['valid', 'invalid'].flatMap((folder) => xmlFilesIn(join(fixtures, folder)));
  const judgeAll = () => {
    for (const [, path] of files) brokenRule(savedAnswer(path));
  };
  // The first time compiles the schemas, which are meant to stay.
  judgeAll();
  diag.configure({ enabled: true });
  judgeAll();
  const left: unknown = diag.report();
  diag.configure({ enabled: false });
  expect(left).toEqual({});
});
