/** Is told of each fault: the id of the rule in the conformance checklist, and what was seen, in words. */
export type Report = (rule: string, what: string) => void;

/** A value as it should appear in a message: quoted, and short even when the value is not. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}
