import { isCslType } from '../csl/map-type.ts';
import { endOfString } from '../jsonl/count-members.ts';
import { parseLine } from '../jsonl/parse-line.ts';
import { unwrapped } from './split-objects.ts';

/** Variables that CSL-JSON alone has; an item of our own has `titles` and `agents`. */
const VARIABLES = [
  'container-title',
  'date-parts',
  'citation-key',
  'publisher-place',
  'author',
  'issued',
  'title',
  'DOI',
];

/** Judges by the beginning of a file: a list of references, or one on a line. */
export function looksLikeCsl(head: string): boolean {
  const text = unwrapped(head).trimStart();
  const [opening = ''] = /^(?:\[\s*)?\{/.exec(text) ?? [];
  if (opening === '') return false;
  const first = firstObject(text.slice(opening.length - 1));
  if (first !== undefined) {
    const parsed = parseLine(first);
    if (parsed.ok) {
      const has = (name: string) => Object.hasOwn(parsed.object, name);
      if (has('identifier') || has('titles')) return false;
      return isCslType(parsed.object['type']) && VARIABLES.some(has);
    }
  }
  // Cut off or faulty: then what can be seen of it must do.
  const type = /"type"\s*:\s*"([a-z_-]+)"/.exec(text)?.[1];
  return isCslType(type) && VARIABLES.some((name) => text.includes(`"${name}"`)) && !text.includes('"titles"');
}

function firstObject(text: string): string | undefined {
  const marks = /["{}]/g;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '"') marks.lastIndex = endOfString(text, mark.index) + 1;
    else if (mark[0] === '{') depth++;
    else if (mark[0] === '}' && --depth === 0) return text.slice(0, mark.index + 1);
  }
  return undefined;
}
