import type { Spoil } from '../faulty-server.ts';

/** A fault: what the server does, the rule that must report it, and others that it breaks on the way. */
export interface PlantedFault {
  readonly what: string;
  readonly rule: string;
  readonly spoil: Spoil;
  readonly alsoBreaks: readonly string[];
}

export function fault(what: string, rule: string, spoil: Spoil, ...alsoBreaks: string[]): PlantedFault {
  return { what, rule, spoil, alsoBreaks };
}
