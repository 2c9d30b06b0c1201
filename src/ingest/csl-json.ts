import { LeftOut } from './csl/left-out.ts';
import { mapReference } from './csl/map-reference.ts';
import { looksLikeCsl } from './csl-json/looks-like-csl.ts';
import { type RawObject, splitObjects } from './csl-json/split-objects.ts';
import type { ImportFormat, Incoming } from './import-format.ts';
import { jsonProblem } from './jsonl/json-problem.ts';
import { parseLine } from './jsonl/parse-line.ts';

/** CSL-JSON, as Zotero, Crossref, DataCite and pandoc write it: a list of references, or one a line; `id` names it. */
export const cslJson: ImportFormat = {
  name: 'csl-json',
  title: 'CSL-JSON, a list of references or one a line',
  identifierFromPath: false,

  recognises: looksLikeCsl,

  async *read(file) {
    const leftOut = new LeftOut();
    for await (const object of splitObjects(file)) yield* readObject(object, leftOut);
    yield* leftOut.note();
  },
};

function* readObject({ line, text, problem }: RawObject, leftOut: LeftOut): Generator<Incoming> {
  const parsed = problem === undefined ? parseLine(text) : undefined;
  if (parsed?.ok) {
    yield* mapReference({ line, raw: text, csl: parsed.object }, leftOut);
    return;
  }
  const id = /"id"\s*:\s*("(?:[^"\\]|\\.){1,500}"|\d{1,15})/.exec(text)?.[1];
  const identifier = id === undefined ? undefined : wellFormed(id);
  const reason = problem ?? whatIsWrong(text, line) ?? (parsed?.ok === false ? parsed.reason : 'it is not JSON');
  yield { kind: 'refusal', line, ...(identifier !== undefined && { identifier }), reason, raw: text };
}

/** The fault with its line in the file; columns count within it. */
function whatIsWrong(text: string, line: number): string | undefined {
  const found = jsonProblem(text);
  if (!found) return undefined;
  const before = [...text]
    .slice(0, found.column - 1)
    .join('')
    .split('\n');
  return `line ${line + before.length - 1}, column ${[...(before.at(-1) ?? '')].length + 1}: ${found.reason}`;
}

function wellFormed(json: string): string | undefined {
  try {
    const id = String(JSON.parse(json));
    return id.includes('\uFFFD') ? undefined : id;
  } catch {
    return undefined;
  }
}
