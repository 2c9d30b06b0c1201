import { XmlDocument, XmlParseError } from 'libxml2-wasm';
import type { AnswerBytes } from './answer-bytes.ts';
import type { Report } from './report.ts';

/**
 * The rows behind "not well-formed", by libxml2's complaint. The rest, in practice, is an unescaped `&`, `<`
 * or quote.
 */
const CAUSES: readonly (readonly [complaint: RegExp, rule: string])[] = [
  [/invalid (?:xml)?char|char 0x0 out/i, 'XML-20'],
  [/entity '.*' not defined/i, 'XML-02'],
  [/xml declaration allowed only/i, 'XML-22'],
  [/namespace prefix .* is not defined|empty xml namespace/i, 'REC-07'],
  [/extra content at the end/i, 'XML-25'],
];

/** Parses an answer with libxml2, namespaces included. The caller disposes of the document; undefined when there is none. */
export function parseWellFormed({ bytes, text }: AnswerBytes, report: Report): XmlDocument | undefined {
  const document = parse(bytes, text, report);
  if (document?.dtd) {
    document.dispose();
    report('XML-02', 'the document has a DOCTYPE');
    return undefined;
  }
  return document;
}

function parse(bytes: Uint8Array, text: string, report: Report): XmlDocument | undefined {
  try {
    return XmlDocument.fromBuffer(bytes);
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    const line = error.details[0]?.line ?? 0;
    report(causeOf(error.message, text), `not well-formed, line ${line}: ${error.message.trim()}`);
    return undefined;
  }
}

function causeOf(complaint: string, text: string): string {
  const cause = CAUSES.find(([pattern]) => pattern.test(complaint));
  if (cause !== undefined) return cause[1];
  // A DOCTYPE in the middle of a document is reported as a bad tag name.
  return text.includes('<!DOCTYPE') ? 'XML-22' : 'XML-23';
}
