/** What ListMetadataFormats says of a format (protocol 3.4). */
export interface MetadataFormat {
  readonly metadataPrefix: string;
  /** URL of the XML Schema. */
  readonly schema: string;
  readonly metadataNamespace: string;
}

/** The longest prefix that is offered, in characters: a resumptionToken must hold it and stay short. */
const LONGEST_PREFIX = 40;

const PREFIX_SYNTAX = /^[A-Za-z0-9_.!~*'()-]+$/;

/** Owed for every record, under this prefix and with exactly this address (protocol 3.4). */
const OWED: MetadataFormat = {
  metadataPrefix: 'oai_dc',
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
  metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
};

/** True for a legal metadataPrefix. */
export function isMetadataPrefix(text: string): boolean {
  return PREFIX_SYNTAX.test(text);
}

/** What is wrong with the formats that a repository is to offer, in words; undefined when nothing is. */
export function faultOfFormats(formats: readonly MetadataFormat[]): string | undefined {
  const prefixes = formats.map(({ metadataPrefix }) => metadataPrefix);
  for (const [index, { metadataPrefix, schema, metadataNamespace }] of formats.entries()) {
    const named = `The metadata format "${metadataPrefix}"`;
    if (!isMetadataPrefix(metadataPrefix) || metadataPrefix.length > LONGEST_PREFIX) {
      return `${named} needs a prefix of A-Z a-z 0-9 - _ . ! ~ * ' ( ) alone, ${LONGEST_PREFIX} characters at most.`;
    }
    if (metadataPrefix === 'all') return `${named} needs another prefix: harvesters take this word for every format.`;
    if (prefixes.indexOf(metadataPrefix) !== index) return `${named} is there twice.`;
    if (!URL.canParse(schema) || !URL.canParse(metadataNamespace)) {
      return `${named} needs the URL of its schema and a namespace that is a URI.`;
    }
  }
  const owed = formats.find(({ metadataPrefix }) => metadataPrefix === OWED.metadataPrefix);
  if (owed?.schema === OWED.schema && owed.metadataNamespace === OWED.metadataNamespace) return undefined;
  return `The metadata format "oai_dc" must be offered, with the namespace ${OWED.metadataNamespace} and the schema ${OWED.schema}.`;
}
