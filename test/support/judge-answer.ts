import type { Answer, Expected } from './answer.ts';
import { readAnswerBytes } from './answer-bytes.ts';
import type { JudgedAnswer } from './judged-answer.ts';
import { readAnswer } from './read-answer.ts';
import { checkEnvelope } from './rules/envelope.ts';
import { checkFormats } from './rules/formats.ts';
import { checkHeaders } from './rules/headers.ts';
import { checkIdentify } from './rules/identify.ts';
import { checkPayloads } from './rules/payloads.ts';
import { checkRecords } from './rules/records.ts';
import { checkSets } from './rules/sets.ts';
import { checkToken } from './rules/token.ts';
import { checkSchemas } from './schema-rules.ts';
import { parseWellFormed } from './well-formed.ts';
import { parseTree } from './xml-tree.ts';

/**
 * Judges an answer by everything that holds for any answer at all, and throws a RuleViolation that names the row of
 * the conformance checklist for the first fault. Every test that receives an answer reads it through here, so each
 * of them is a conformance test on the side.
 *
 * The rules come before the schemas: where both would object, a rule knows the row and says it in plain words.
 */
export function judgeAnswer(answer: Answer, expected: Expected): JudgedAnswer {
  const body = readAnswerBytes(answer);
  const document = parseWellFormed(body);
  try {
    const root = parseTree(body.text);
    const judged = readAnswer(root, body.text);
    checkEnvelope(root, judged, expected);
    checkRecords(root, judged);
    checkHeaders(judged, expected);
    checkSets(judged);
    checkFormats(judged);
    checkToken(judged);
    checkIdentify(root, judged, expected);
    checkPayloads(root, judged, expected);
    checkSchemas(document, root);
    return judged;
  } finally {
    // The document lives in WebAssembly's memory, which the garbage collector does not see.
    document.dispose();
  }
}
