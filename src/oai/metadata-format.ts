/** What ListMetadataFormats says of a format (protocol 3.4). */
export interface MetadataFormat {
  readonly metadataPrefix: string;
  /** URL of the XML Schema. */
  readonly schema: string;
  readonly metadataNamespace: string;
}

const PREFIX_SYNTAX = /^[A-Za-z0-9_.!~*'()-]+$/;

/** True for a legal metadataPrefix. */
export function isMetadataPrefix(text: string): boolean {
  return PREFIX_SYNTAX.test(text);
}
