/** One element of a payload, with the text that stands right in it. */
export interface ServedElement {
  /** With the prefix that the guidelines give to its namespace: `dc:title`, `datacite:date`, `oaire:file`. */
  readonly name: string;
  readonly text: string;
  /** By local name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A record as harvesters get it. */
export interface ServedRecord {
  readonly identifier: string;
  /** setSpecs of its header. */
  readonly sets: readonly string[];
  /** All elements of its metadata, in their order. */
  readonly elements: readonly ServedElement[];
}

/** The elements of this name that say something. */
export function elementsOf({ elements }: ServedRecord, name: string): ServedElement[] {
  return elements.filter((element) => element.name === name && element.text !== '');
}

/** Their texts. */
export function textsOf(record: ServedRecord, name: string): string[] {
  return elementsOf(record, name).map(({ text }) => text);
}

/** Whether it is in a set, or in one below it (protocol 2.6). */
export function isInSet({ sets }: ServedRecord, setSpec: string): boolean {
  return sets.some((set) => set === setSpec || set.startsWith(`${setSpec}:`));
}
