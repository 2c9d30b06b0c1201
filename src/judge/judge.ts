import type { Answer, Expected } from './answer.ts';
import { readAnswerBytes } from './answer-bytes.ts';
import type { JudgedAnswer } from './judged-answer.ts';
import { readAnswer } from './read-answer.ts';
import type { Report } from './report.ts';
import { checkEnvelope } from './rules/envelope.ts';
import { checkFormats } from './rules/formats.ts';
import { checkHeaders } from './rules/headers.ts';
import { checkIdentify } from './rules/identify.ts';
import { checkPayloads } from './rules/payloads.ts';
import { checkRecords } from './rules/records.ts';
import { checkSets } from './rules/sets.ts';
import { checkToken } from './rules/token.ts';
import { checkSchemas, type Schemas } from './schema-rules.ts';
import { parseWellFormed } from './well-formed.ts';
import { parseTree, type XmlElement } from './xml-tree.ts';

export interface Judgement {
  readonly answer: JudgedAnswer;
  readonly root: XmlElement;
}

/**
 * Judges an answer by everything that holds for any answer at all, and reports each fault with the row of the
 * conformance checklist that it breaks. Undefined for what is no OAI-PMH response that can be read.
 *
 * The rules come before the schemas: where both would object, a rule knows the row and says it in plain words.
 */
export function judge(
  answer: Answer,
  expected: Expected,
  schemas: readonly Schemas[],
  report: Report,
): Judgement | undefined {
  const body = readAnswerBytes(answer, report);
  const document = body === undefined ? undefined : parseWellFormed(body, report);
  if (body === undefined || document === undefined) return undefined;
  try {
    const root = treeOf(body.text, report);
    if (root === undefined) return undefined;
    const judged = readAnswer(root, body.text);
    checkEnvelope(root, judged, expected, report);
    checkRecords(root, judged, report);
    checkHeaders(judged, expected, report);
    checkSets(judged, report);
    checkFormats(judged, expected, report);
    checkToken(judged, expected, report);
    checkIdentify(root, judged, expected, report);
    checkPayloads(root, judged, expected, report);
    for (const each of schemas) checkSchemas(document, root, each, report);
    return { answer: judged, root };
  } finally {
    // The document lives in WebAssembly's memory, which the garbage collector does not see.
    document.dispose();
  }
}

/** A second parser, which is stricter in places. */
function treeOf(text: string, report: Report): XmlElement | undefined {
  try {
    return parseTree(text);
  } catch (error) {
    report('XML-23', `not well-formed: ${(error as Error).message}`);
    return undefined;
  }
}
