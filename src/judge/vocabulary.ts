/**
 * The fixed words of the protocol, written down a second time on purpose: the judge must not learn them from the
 * program that it judges.
 */
export const VERBS = [
  'GetRecord',
  'Identify',
  'ListIdentifiers',
  'ListMetadataFormats',
  'ListRecords',
  'ListSets',
] as const;
export type VerbName = (typeof VERBS)[number];

export const ERROR_CODES = [
  'badArgument',
  'badResumptionToken',
  'badVerb',
  'cannotDisseminateFormat',
  'idDoesNotExist',
  'noMetadataFormats',
  'noRecordsMatch',
  'noSetHierarchy',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type GranularityName = 'seconds' | 'day';

export const OAI = 'http://www.openarchives.org/OAI/2.0/';
export const OAI_SCHEMA = 'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const XML = 'http://www.w3.org/XML/1998/namespace';
export const OAI_DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
export const DC = 'http://purl.org/dc/elements/1.1/';
export const OAI_QDC = 'urn:oai-pmh-endpoint:oai_qdc:1';
export const OAI_IDENTIFIER = 'http://www.openarchives.org/OAI/2.0/oai-identifier';
export const GATEWAY = 'http://www.openarchives.org/OAI/2.0/gateway/';

/** A metadata format as ListMetadataFormats announces it, less its prefix. */
export interface FormatAddress {
  readonly schema: string;
  readonly namespace: string;
}

/** Reserved, with exactly this address (protocol 3.4). */
export const OAI_DC_ADDRESS: FormatAddress = {
  namespace: OAI_DC,
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
};

/** Where the schemas of the containers for descriptions and abouts are published, by namespace. */
export const CONTAINER_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  [OAI_DC]: ['http://www.openarchives.org/OAI/2.0/oai_dc.xsd'],
  [OAI_IDENTIFIER]: ['http://www.openarchives.org/OAI/2.0/oai-identifier.xsd'],
  'http://www.openarchives.org/OAI/1.1/eprints': ['http://www.openarchives.org/OAI/1.1/eprints.xsd'],
  'http://www.openarchives.org/OAI/2.0/friends/': ['http://www.openarchives.org/OAI/2.0/friends.xsd'],
  'http://www.openarchives.org/OAI/2.0/branding/': ['http://www.openarchives.org/OAI/2.0/branding.xsd'],
  'http://www.openarchives.org/OAI/2.0/provenance': ['http://www.openarchives.org/OAI/2.0/provenance.xsd'],
  // One namespace, two documents: a manifest for descriptions, a statement for abouts.
  'http://www.openarchives.org/OAI/2.0/rights/': [
    'http://www.openarchives.org/OAI/2.0/rightsManifest.xsd',
    'http://www.openarchives.org/OAI/2.0/rights.xsd',
  ],
  'http://oai.dlib.vt.edu/OAI/metadata/toolkit': ['http://oai.dlib.vt.edu/OAI/metadata/toolkit.xsd'],
};
