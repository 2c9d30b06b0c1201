import type { Answer } from './answer.ts';
import { RuleViolation, shown } from './rule-violation.ts';

/** The body of an answer, once it is known to be text. */
export interface AnswerBytes {
  readonly bytes: Uint8Array;
  readonly text: string;
}

// ignoreBOM: false would swallow the very mark that must not be there.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const DECLARATION = /^<\?xml version=(["'])1\.0\1 encoding=(["'])utf-8\2(?: standalone=(["'])(?:yes|no)\3)? ?\?>/i;

/** Checks what HTTP and the first and last bytes say, before anything is parsed. */
export function readAnswerBytes(answer: Answer): AnswerBytes {
  if (answer.status !== 200) throw new RuleViolation('RESP-02', `the status is ${answer.status}, not 200`);
  checkContentType(answer.headers.get('content-type') ?? '');

  if (typeof answer.body === 'string' && /\p{Surrogate}/u.test(answer.body)) {
    throw new RuleViolation('XML-20', 'the body holds a lone surrogate');
  }
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  checkLength(answer, bytes);

  const text = decode(bytes);
  if (text.startsWith('\uFEFF')) throw new RuleViolation('XML-01', 'the body starts with a byte order mark');
  if (!DECLARATION.test(text)) {
    throw new RuleViolation('XML-01', `the body does not start with an XML declaration: ${shown(text.slice(0, 60))}`);
  }
  if (text.includes('\r')) throw new RuleViolation('XML-21', 'the body holds a raw carriage return');
  checkEnd(text);
  return { bytes, text };
}

function checkContentType(value: string): void {
  if (!/^text\/xml(?: *;.*)?$/i.test(value)) {
    throw new RuleViolation('RESP-01', `the Content-Type is ${shown(value)}, not text/xml`);
  }
  const charset = /;\s*charset="?([^";]*)/i.exec(value)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset.trim())) {
    throw new RuleViolation('RESP-01', `the Content-Type names the character set ${shown(charset)}`);
  }
}

/** Clients that decompress leave the headers as they were, so a coded answer's length cannot be compared. */
function checkLength(answer: Answer, bytes: Uint8Array): void {
  const length = answer.headers.get('content-length');
  if (length === null || length === undefined) return;
  const coding = answer.headers.get('content-encoding') ?? 'identity';
  if (coding === 'identity' && length !== String(bytes.byteLength)) {
    throw new RuleViolation('RESP-17', `Content-Length says ${length}, the body has ${bytes.byteLength} bytes`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new RuleViolation('XML-02', 'the body is not valid UTF-8');
  }
}

/** One line break may follow the root element; log lines, comments and HTML may not. */
function checkEnd(text: string): void {
  if (/<\/OAI-PMH>\n?$/.test(text.slice(-11))) return;
  if (text.includes('</OAI-PMH>')) throw new RuleViolation('XML-25', 'something follows the root element');
  throw new RuleViolation('RESP-17', `the body is cut off: it ends in ${shown(text.slice(-40))}`);
}
