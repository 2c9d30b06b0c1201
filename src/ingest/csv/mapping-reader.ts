import { shorten } from '../shorten.ts';

/** A YAML value with every scalar as the text that is written. */
export type Yaml = string | readonly Yaml[] | ReadonlyMap<string, Yaml>;

export function isYamlMap(value: Yaml | undefined): value is ReadonlyMap<string, Yaml> {
  return value instanceof Map;
}

export function isYamlList(value: Yaml | undefined): value is readonly Yaml[] {
  return Array.isArray(value);
}

/** Reads the values of a YAML file one by one and keeps all that is wrong with them, each with its place. */
export class MappingReader {
  readonly faults: string[] = [];
  #told = new Set<string>();

  fault(place: readonly string[], message: string): undefined {
    const where = place.map(shorten).join(' › ');
    this.faults.push(where === '' ? message : `${where}: ${message}`);
    return undefined;
  }

  /** The list of what there is, told once: a mapping that is wrong throughout would bury its faults in it. */
  thereAre(names: readonly string[]): string {
    const list = names.join(', ');
    if (this.#told.has(list)) return '';
    this.#told.add(list);
    return `. There are ${list}`;
  }

  /** A text that is not empty. */
  text(value: Yaml | undefined, place: readonly string[]): string | undefined {
    if (typeof value === 'string' && value !== '') return value;
    if (value === undefined) return this.fault(place, 'is missing');
    return this.fault(place, value === '' ? 'must not be empty' : 'must be a text');
  }

  /** One text, or a list of them. */
  texts(value: Yaml | undefined, place: readonly string[]): string[] {
    const list = isYamlList(value) ? value : [value];
    if (list.length === 0) this.fault(place, 'must not be empty');
    return list.flatMap((entry, i) => this.text(entry, list === value ? [...place, String(i + 1)] : place) ?? []);
  }

  /** One of a few words. */
  word<const T extends string>(value: Yaml | undefined, words: readonly T[], place: readonly string[]): T | undefined {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const given = typeof value === 'string' ? `“${shorten(value)}” is not known. ` : '';
    return this.fault(place, `${given}Write one of ${words.join(', ')}`);
  }

  /** The entries of a map, of which only these names are known. */
  entries<const T extends string>(
    value: Yaml | undefined,
    names: readonly T[],
    place: readonly string[],
  ): Map<T, Yaml> | undefined {
    if (!isYamlMap(value)) return this.fault(place, 'must be a list of “name: value” lines');
    const known = new Map<T, Yaml>();
    for (const [key, entry] of value) {
      const name = names.find((one) => one === key);
      if (name === undefined) this.fault([...place, key], `is not known${this.thereAre(names)}`);
      else known.set(name, entry);
    }
    return known;
  }
}
