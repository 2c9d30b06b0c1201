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

/**
 * Names of nodes that stand under several parents, with these: a harvester that looks at the last part of a setSpec alone
 * takes them for one set (guideline for repositories 4.1). The top has the name ''.
 */
export function repeatedNodes(setSpecs: readonly SetSpec[]): Map<string, SetSpec[]> {
  const parents = new Map<string, SetSpec[]>();
  for (const setSpec of closure(setSpecs)) {
    const colon = setSpec.lastIndexOf(':');
    const node = setSpec.slice(colon + 1);
    parents.set(node, [...(parents.get(node) ?? []), setSpec.slice(0, Math.max(colon, 0))]);
  }
  return new Map([...parents].filter(([, above]) => above.length > 1));
}

/** What stands right before a setSpec in byte order: no other setSpec lies between. A list behind it begins with it. */
export function rightBefore(setSpec: SetSpec): string {
  const last = setSpec.length - 1;
  return `${setSpec.slice(0, last)}${String.fromCharCode(setSpec.charCodeAt(last) - 1)}\x7f`;
}

/** setSpecs are ASCII: code units compare as bytes do, in every locale and in every database. */
function inByteOrder(a: SetSpec, b: SetSpec): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
