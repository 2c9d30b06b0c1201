import type { SetSpec } from '../oai/set-spec.ts';
import type { SetDefinition } from './set-definition.ts';

/** The sets that the configuration names: those that it declares, and those below them that it has names for. */
export function namedSets(definitions: readonly SetDefinition[]): { setSpec: SetSpec; setName: string }[] {
  return definitions.flatMap(({ setSpec, setName, names }) => [
    { setSpec, setName },
    ...Object.entries(names).map(([segment, name]) => ({ setSpec: `${setSpec}:${segment}`, setName: name })),
  ]);
}
