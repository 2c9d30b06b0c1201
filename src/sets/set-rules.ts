import type { Item } from '../items/item.ts';
import { toOaiIdentifier } from '../oai/identifier.ts';
import { isSetSpec, LONGEST_SET_SPEC, type SetSpec } from '../oai/set-spec.ts';
import { isInComputedSet } from './computed-sets.ts';
import { type FieldValue, fieldValues } from './field-values.ts';
import { matches, type Test } from './matches.ts';
import type { SetDefinition } from './set-definition.ts';

/** Where the segments of sets are kept that were made of values: frozen, since harvesters know them. */
export interface SlugRegistry {
  /**
   * The slug of a value below a set. One that has a key in common with a value seen before gets its slug; else the
   * wished one, or one numbered behind it where another value has it, and the set gets its name.
   */
  slugFor(parent: SetSpec, value: FieldValue, options?: { dryRun?: boolean }): Promise<string>;
}

/** Puts items into the sets that the configuration declares. */
export class SetRules {
  readonly #registry: SlugRegistry;
  readonly #fixed: { setSpec: SetSpec; test: Test }[] = [];
  readonly #each: { setSpec: SetSpec; values: (item: Item) => FieldValue[] }[] = [];
  /** By parent and key: slugs never change, so what was read once holds. */
  readonly #known = new Map<string, string>();

  constructor(definitions: readonly SetDefinition[], repositoryIdentifier: string, registry: SlugRegistry) {
    this.#registry = registry;
    for (const { setSpec, rule } of definitions) {
      switch (rule.kind) {
        case 'each': {
          const { field, names } = rule;
          const named = (value: FieldValue) => ({ ...value, setName: names[value.slug] ?? value.setName });
          this.#each.push({ setSpec, values: (item) => fieldValues(item, field).map(named) });
          break;
        }
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
   * slug is kept.
   */
  async setsOf(item: Item, { dryRun = false } = {}): Promise<SetSpec[]> {
    const sets = this.#fixed.filter(({ test }) => test(item)).map(({ setSpec }) => setSpec);
    for (const { setSpec, values } of this.#each) {
      for (const value of values(item)) {
        const child = `${setSpec}:${await this.#slug(setSpec, value, dryRun)}`;
        // A value may be too long, or hold what no setSpec can.
        if (isSetSpec(child) && child.length <= LONGEST_SET_SPEC) sets.push(child);
      }
    }
    return sets;
  }

  async #slug(parent: SetSpec, value: FieldValue, dryRun: boolean): Promise<string> {
    const places = value.keys.map((key) => `${parent}\n${key}`);
    const [first = ''] = places;
    const known = this.#known.get(first);
    // All keys must be known, or a new one would not be noted.
    if (known !== undefined && places.every((place) => this.#known.get(place) === known)) return known;
    const slug = await this.#registry.slugFor(parent, value, { dryRun });
    if (!dryRun) for (const place of places) this.#known.set(place, slug);
    return slug;
  }
}
