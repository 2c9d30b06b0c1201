import type { Answer } from './answer.ts';
import { type Report, shown } from './report.ts';

/** The body of an answer, once it is known to be text. */
export interface AnswerBytes {
  readonly bytes: Uint8Array;
  readonly text: string;
}

// ignoreBOM: false would swallow the very mark that must not be there.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const DECLARATION = /^<\?xml version=(["'])1\.0\1 encoding=(["'])utf-8\2(?: standalone=(["'])(?:yes|no)\3)? ?\?>/i;
const END = /<\/(?:[\w.-]+:)?OAI-PMH\s*>/;

/** Checks what HTTP and the first and last bytes say, before anything is parsed. Undefined when it is no text. */
export function readAnswerBytes(answer: Answer, report: Report): AnswerBytes | undefined {
  if (answer.status !== 200) report('RESP-02', `the status is ${answer.status}, not 200`);
  checkContentType(answer.headers.get('content-type') ?? '', report);

  if (typeof answer.body === 'string' && /\p{Surrogate}/u.test(answer.body)) {
    report('XML-20', 'the body holds a lone surrogate');
  }
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  checkLength(answer, bytes, report);

  const text = decode(bytes);
  if (text === undefined) {
    report('XML-02', 'the body is not valid UTF-8');
    return undefined;
  }
  if (text.startsWith('\uFEFF')) report('XML-01', 'the body starts with a byte order mark');
  else if (!DECLARATION.test(text)) {
    report('XML-01', `the body does not start with an XML declaration: ${shown(text.slice(0, 60))}`);
  }
  if (text.includes('\r')) report('XML-21', 'the body holds a raw carriage return');
  checkEnd(text, report);
  return { bytes, text };
}

function checkContentType(value: string, report: Report): void {
  if (!/^text\/xml(?: *;.*)?$/i.test(value)) {
    report('RESP-01', `the Content-Type is ${shown(value)}, not text/xml`);
  }
  const charset = /;\s*charset="?([^";]*)/i.exec(value)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset.trim())) {
    report('RESP-01', `the Content-Type names the character set ${shown(charset)}`);
  }
}

/** Clients that decompress leave the headers as they were, so a coded answer's length cannot be compared. */
function checkLength(answer: Answer, bytes: Uint8Array, report: Report): void {
  const length = answer.headers.get('content-length');
  if (length === null || length === undefined) return;
  const coding = answer.headers.get('content-encoding') ?? 'identity';
  if (coding === 'identity' && length !== String(bytes.byteLength)) {
    report('RESP-17', `Content-Length says ${length}, the body has ${bytes.byteLength} bytes`);
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** White space may follow the root element; log lines, comments and HTML may not. */
function checkEnd(text: string, report: Report): void {
  const [end = ''] = END.exec(text.slice(-1000)) ?? [];
  if (end !== '' && text.trimEnd().endsWith(end)) return;
  if (END.test(text)) report('XML-25', 'something follows the root element');
  else report('RESP-17', `the body is cut off: it ends in ${shown(text.slice(-40))}`);
}
