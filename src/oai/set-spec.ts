/** Colon-separated path in the set hierarchy (protocol 2.6). */
export type SetSpec = string;

/** The longest setSpec that a store takes, in characters: a resumptionToken must hold it and stay short. */
export const LONGEST_SET_SPEC = 200;

const SYNTAX = /^[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*$/;

export function isSetSpec(text: string): text is SetSpec {
  return SYNTAX.test(text);
}

/** Whether a store takes it. */
export function isLegalSet(text: string): text is SetSpec {
  return isSetSpec(text) && text.length <= LONGEST_SET_SPEC;
}

/** The set itself and all sets above it: `a:b:c` gives `a`, `a:b`, `a:b:c`. */
export function withAncestors(setSpec: SetSpec): SetSpec[] {
  const segments = setSpec.split(':');
  return segments.map((_, index) => segments.slice(0, index + 1).join(':'));
}

/** All sets that an item with these setSpecs is in, ancestors included, in byte order. */
export function closure(setSpecs: readonly SetSpec[]): SetSpec[] {
  return [...new Set(setSpecs.flatMap(withAncestors))].sort(inByteOrder);
}

/** The shortest list that says the same (protocol 2.6: `a:b` implies `a`), in byte order. */
export function minimal(setSpecs: readonly SetSpec[]): SetSpec[] {
  const all = [...new Set(setSpecs)];
  return all.filter((spec) => !all.some((other) => other.startsWith(`${spec}:`))).sort(inByteOrder);
}

/** setSpecs are ASCII: code units compare as bytes do, in every locale and in every database. */
function inByteOrder(a: SetSpec, b: SetSpec): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
