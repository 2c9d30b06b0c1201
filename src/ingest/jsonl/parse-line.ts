import { countMembers } from './count-members.ts';
import { DEEPEST_JSON, jsonProblem } from './json-problem.ts';

export type ParsedLine = { ok: true; object: Record<string, unknown> } | { ok: false; reason: string };

/**
 * Reads one line as a JSON object, every key of it once. JSON.parse does the work; the slow walk that knows
 * what is wrong and where is for lines that have something wrong.
 */
export function parseLine(text: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(text, 'it is not JSON');
  }
  // Fewer members than colons: a key was given twice, and the first value is lost.
  if (!isSafe(value, countMembers(text))) return refuse(text, 'an object holds the same key twice');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: `the line holds ${nameOf(value)}, not an object` };
  }
  return { ok: true, object: value as Record<string, unknown> };
}

function refuse(text: string, otherwise: string): ParsedLine {
  const problem = jsonProblem(text);
  return { ok: false, reason: problem ? `column ${problem.column}: ${problem.reason}` : otherwise };
}

/** True when the value has just so many members, is not too deep, and no key of it could change a prototype. */
function isSafe(root: unknown, members: number): boolean {
  let left = members;
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let top = open.pop(); top; top = open.pop()) {
    const { value, depth } = top;
    if (depth > DEEPEST_JSON) return false;
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const entry of value) open.push({ value: entry, depth: depth + 1 });
      continue;
    }
    for (const [key, entry] of Object.entries(value)) {
      if (key === '__proto__') return false;
      left--;
      open.push({ value: entry, depth: depth + 1 });
    }
  }
  return left === 0;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'a text', number: 'a number', boolean: `${value}` }[typeof value as 'string' | 'number' | 'boolean'];
}
