import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Expected } from '../../src/judge/answer.ts';
import { ERROR_CODES } from '../../src/judge/vocabulary.ts';

/** An answer that lies in a file, the way a client would have brought it. */
export function savedAnswer(path: string): Answer {
  return answerOf(readFileSync(path));
}

export function answerOf(body: Uint8Array | string, headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: new Headers({ 'content-type': 'text/xml; charset=UTF-8', ...headers }), body };
}

export const BASE_URL = 'https://letters.example.net/oai';

/** What the comments at the head of a file in fixtures/answers say about the request behind it. */
export function expectedBy(answer: Answer): Expected {
  const text = Buffer.from(answer.body).toString('latin1');
  const asked = Object.fromEntries(new URLSearchParams(noteIn(text, 'asked') ?? ''));
  const errors = noteIn(text, 'errors')?.split(' ') ?? [];
  return {
    baseUrl: BASE_URL,
    requestArguments: asked,
    errors: ERROR_CODES.filter((code) => errors.includes(code)),
    granularity: noteIn(text, 'granularity') === 'day' ? 'day' : 'seconds',
  };
}

function noteIn(text: string, name: string): string | undefined {
  return new RegExp(`<!-- ${name}: (.*) -->`).exec(text)?.[1];
}

export function xmlFilesIn(folder: string): [name: string, path: string][] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => [name, join(folder, name)]);
}
