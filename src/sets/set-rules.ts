import type { Item } from '../items/item.ts';
import { toOaiIdentifier } from '../oai/identifier.ts';
import type { SetSpec } from '../oai/set-spec.ts';
import { isInComputedSet } from './computed-sets.ts';
import { type FieldValue, fieldValues } from './field-values.ts';
import { matches, type Test } from './matches.ts';
import type { SetDefinition, SetField } from './set-definition.ts';

/** Where the segments of sets are kept that were made of values: frozen, since harvesters know them. */
export interface SlugRegistry {
  /**
   * The slugs of values below a set. A value that has a key in common with one seen before gets its slug; else the
   * wished one, or one numbered behind it where another value has it. In a dry run none is kept.
   */
  slugsFor(parent: SetSpec, values: readonly FieldValue[], options?: { dryRun?: boolean }): Promise<string[]>;
}

/** Slugs that are remembered here; the registry has all of them. */
const MOST_KNOWN = 100_000;

/** Puts items into the sets that the configuration declares. */
export class SetRules {
  readonly #registry: SlugRegistry;
  readonly #fixed: { setSpec: SetSpec; test: Test }[] = [];
  readonly #each: { setSpec: SetSpec; field: SetField }[] = [];
  /** By parent and all keys of a value: slugs never change, so what was read once holds. */
  readonly #known = new Map<string, string>();

  constructor(definitions: readonly SetDefinition[], repositoryIdentifier: string, registry: SlugRegistry) {
    this.#registry = registry;
    for (const { setSpec, rule } of definitions) {
      switch (rule.kind) {
        case 'each':
          this.#each.push({ setSpec, field: rule.field });
          break;
        case 'where':
          this.#fixed.push({ setSpec, test: matches(rule.condition) });
          break;
        case 'list': {
          const members = new Set(rule.identifiers.map((id) => toOaiIdentifier(id, repositoryIdentifier)));
          this.#fixed.push({ setSpec, test: ({ identifier }) => members.has(identifier) });
          break;
        }
        case 'computed':
          this.#fixed.push({ setSpec, test: (item) => isInComputedSet(item, rule.set) });
          break;
        case 'given':
          break;
      }
    }
  }

  /**
   * The sets of an item by the rules, ancestors not written out. Its own sets are not among them. In a dry run no
   * slug is kept. Throws what the registry throws.
   */
  async setsOf(item: Item, { dryRun = false } = {}): Promise<SetSpec[]> {
    const sets = this.#fixed.filter(({ test }) => test(item)).map(({ setSpec }) => setSpec);
    for (const { setSpec, field } of this.#each) {
      for (const slug of await this.#slugs(setSpec, fieldValues(item, field), dryRun)) sets.push(`${setSpec}:${slug}`);
    }
    return sets;
  }

  async #slugs(parent: SetSpec, values: readonly FieldValue[], dryRun: boolean): Promise<readonly string[]> {
    const places = values.map(({ keys }) => [parent, ...keys].join('\n'));
    const known = places.flatMap((place) => this.#known.get(place) ?? []);
    if (known.length === values.length) return known;
    const slugs = await this.#registry.slugsFor(parent, values, { dryRun });
    if (dryRun) return slugs;
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const [index, slug] of slugs.entries()) this.#known.set(places[index] ?? '', slug);
    return slugs;
  }
}
