import type { Item } from './item.ts';

type Agent = NonNullable<Item['agents']>[number];

/** `Family, Given`; what is known of it; or the name as printed. */
export function agentName({ family, given, literal }: Agent): string {
  if (family === undefined) return literal ?? '';
  return given === undefined ? family : `${family}, ${given}`;
}
