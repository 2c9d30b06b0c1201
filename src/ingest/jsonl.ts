import type { ImportFormat, Incoming, UnreadLine } from './import-format.ts';
import { parseLine } from './jsonl/parse-line.ts';
import { readLine } from './jsonl/read-line.ts';
import type { SourceFile } from './source-file.ts';

/** Of a line with a problem, in UTF-16 code units. */
const LONGEST_SHOWN = 4096;

/**
 * One JSON object a line: a canonical item, or a deletion `{"identifier": …, "deleted": true, "sets": […]}`, or a
 * set `{"setSpec": …, "setName": …}`. What an item must look like is not judged here but for its identifier.
 */
export const jsonl: ImportFormat = {
  name: 'jsonl',
  title: 'canonical items, deletions and sets, one JSON object a line',
  identifierFromPath: false,

  recognises(head, path) {
    if (/\.(?:jsonl|ndjson)$/i.test(path)) return true;
    const text = head.trimStart();
    if (!text.startsWith('{')) return false;
    const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
    // A line that is longer than the head cannot be tried; then its beginning must do.
    return line.length === text.length && !text.trimEnd().endsWith('}') ? /^\{\s*"/.test(line) : parseLine(line).ok;
  },

  async *read(file) {
    for await (const one of linesOf(file)) {
      if (one.kind === 'line') yield* readLine(one.text, one.line);
      else yield one;
    }
  },

  lines: linesOf,
};

async function* linesOf(file: SourceFile): AsyncGenerator<Incoming | UnreadLine> {
  for await (const { line, text, problem } of file.lines()) {
    if (text.trim() === '') continue;
    if (problem === undefined) yield { kind: 'line', line, text };
    else yield { kind: 'refusal', line, reason: problem, ...shown(text) };
  }
}

/** What can be said of a line with a problem. Its raw form is never JSON, so that nobody takes it in as it is. */
function shown(text: string): { identifier?: string; raw: string } {
  const parsed = parseLine(text);
  const identifier = parsed.ok ? parsed.object['identifier'] : undefined;
  // By its name, if that is whole: then it is known not to be missing.
  const isWhole = typeof identifier === 'string' && identifier.trim() !== '' && !identifier.includes('\uFFFD');
  return { ...(isWhole && { identifier }), raw: `${text.slice(0, LONGEST_SHOWN)}…` };
}
