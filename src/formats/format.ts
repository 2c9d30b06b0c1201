import type { Item } from '../items/item.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';

export interface RenderContext {
  /** URL of the item's page on this server, for items that have no URL of their own. */
  landingPage: string;
  /** Domain of the repository's identifiers: who catalogued it. */
  repositoryIdentifier: string;
}

/** A metadata format that items are rendered in. One file of this folder each, registered in index.ts. */
export interface Crosswalk extends MetadataFormat {
  /** A whole number, raised whenever `render` gives other bytes for some item: then stored records are made anew. */
  readonly version: number;
  /**
   * The payload: one element in metadataNamespace that stands alone, with its namespaces and
   * xsi:schemaLocation (protocol 2.5, 3.4). Undefined when the item lacks what the format demands.
   * The same item always gives the same bytes; they never hold the store's datestamp.
   */
  render(item: Item, context: RenderContext): string | undefined;
  /** Serves what came in this format alone, and completes it with xsi:schemaLocation where that is missing. */
  readonly passThrough?: true;
  /** Judges a payload further than any payload is judged; throws an Error that says what is wrong with it. */
  check?(payload: string): void;
}
