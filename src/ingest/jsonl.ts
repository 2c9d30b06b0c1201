import type { ImportFormat } from './import-format.ts';
import { parseLine } from './jsonl/parse-line.ts';
import { readLine } from './jsonl/read-line.ts';

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
    // Bytes of another encoding near the end must be known before the first line is imported.
    for await (const _ of file.lines());
    for await (const { line, text } of file.lines()) {
      if (text.trim() === '') continue;
      yield* readLine(text, line);
    }
  },
};
