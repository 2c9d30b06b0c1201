import type { MetadataFormat } from '../oai/metadata-format.ts';

/** A metadata format as the configuration names it. */
export type FormatDefinition =
  /** One that the program renders by itself. */
  | { kind: 'builtIn'; metadataPrefix: string }
  /** XML that came in goes out as it came; `xsd` is the path of a schema that it is held to at the door. */
  | ({ kind: 'passThrough'; xsd: string | undefined } & MetadataFormat)
  /** A module whose default export is a Crosswalk: path of a JavaScript or TypeScript file. */
  | { kind: 'module'; path: string };
