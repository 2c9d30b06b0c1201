/** The six verbs (protocol 4), spelled as the protocol does. */
export const VERBS = [
  'GetRecord',
  'Identify',
  'ListIdentifiers',
  'ListMetadataFormats',
  'ListRecords',
  'ListSets',
] as const;

export type Verb = (typeof VERBS)[number];

export function isVerb(text: string): text is Verb {
  return (VERBS as readonly string[]).includes(text);
}
