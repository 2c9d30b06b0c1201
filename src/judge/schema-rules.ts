import { type XmlDocument, XmlValidateError } from 'libxml2-wasm';
import type { Report } from './report.ts';
import type { XmlElement } from './xml-tree.ts';

/** Holds a document, whose tree is `root`, against schemas. Throws libxml2's XmlValidateError unless it is valid. */
export interface Schemas {
  /** For messages. */
  readonly name: string;
  /** Namespaces whose elements are judged; left out: all. */
  readonly namespaces?: ReadonlySet<string>;
  /** Whether patterns of the protocol's own elements are left to the rules. Attributes of request have no rules. */
  readonly withoutPatterns?: boolean;
  validate(document: XmlDocument, root: XmlElement): void;
}

/** The row behind a schema error, by the first part of libxml2's message; most belong to XML-17, the general one. */
const CAUSES: readonly (readonly [complaint: RegExp, rule: string])[] = [
  [/^[^:]*'[^']*', attribute '\{http:\/\/www\.w3\.org\/XML\/1998\/namespace\}lang'/, 'HRV-07'],
  [/demanded by the strict wildcard/, 'XML-17'],
  [/^Element '\{http:\/\/(?:purl\.org\/dc\/elements\/1\.1\/|www\.openarchives\.org\/OAI\/2\.0\/oai_dc\/)\}/, 'REC-08'],
  [/^Element '\{[^}]*\/provenance\}/, 'AGG-05'],
  [/^Element '\{[^}]*\/oai-identifier\}/, 'IDF-11'],
  [/^Element '\{[^}]*\/eprints\}/, 'IDF-12'],
  [/^Element '\{[^}]*\/friends\/\}/, 'IDF-13'],
  [/^Element '\{[^}]*\/branding\/\}/, 'IDF-14'],
  [/^Element '\{[^}]*\/rights\/\}/, 'IDF-15'],
  [/^Element '\{[^}]*\/toolkit\}/, 'IDF-17'],
  [/^Element '\{[^}]*\/OAI\/2\.0\/\}request', attribute/, 'XML-15'],
  [/^Element '\{[^}]*\/OAI\/2\.0\/\}(?:responseDate|request|OAI-PMH)'/, 'XML-04'],
  [/^Element '\{[^}]*\/OAI\/2\.0\/\}(?:record|header|metadata|about|identifier|datestamp|setSpec)'/, 'REC-01'],
  [/^Element '\{[^}]*\/OAI\/2\.0\/\}(?:set|setName|setDescription)'/, 'SET-07'],
  [/^Element '\{[^}]*\/OAI\/2\.0\/\}(?:metadataFormat|metadataPrefix|schema|metadataNamespace)'/, 'FMT-04'],
  [/^Element '\{[^}]*\/OAI\/2\.0\/\}resumptionToken'/, 'TOK-04'],
  [
    /^Element '\{[^}]*\/OAI\/2\.0\/\}(?:Identify|repositoryName|baseURL|protocolVersion|adminEmail|earliestDatestamp|deletedRecord|granularity|compression|description)'/,
    'IDF-01',
  ],
];

/** The value of an element does not have the form that the schema wants. */
const PATTERN =
  /^Element '\{http:\/\/www\.openarchives\.org\/OAI\/2\.0\/\}[^']*': (?:\[facet 'pattern'\]|'.*' is not a valid value)/s;

/** libxml2 complains of everything that follows from a fault, too: so many complaints are told of one answer. */
const MOST_COMPLAINTS = 10;

/**
 * For each complaint libxml2 counts the elements before it: with half a million side by side, each with its fault, that
 * takes hours. Documents that have more of them than any repository has sets are left to the rules.
 */
const MOST_SIBLINGS = 20_000;

/** Holds a document against schemas, and reports each complaint by its row. */
export function checkSchemas(document: XmlDocument, root: XmlElement, schemas: Schemas, report: Report): void {
  if (hasCrowd(root)) return;
  try {
    schemas.validate(document, root);
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    const complaints = error.details
      .map(({ line, message }) => ({ line, message: message.trim() }))
      .filter(({ message }) => isJudged(message, schemas));
    for (const { line, message } of complaints.slice(0, MOST_COMPLAINTS)) {
      const rule = CAUSES.find(([pattern]) => pattern.test(message))?.[1] ?? 'XML-17';
      report(rule, `not valid against ${schemas.name}, line ${line}: ${message}`);
    }
  }
}

function hasCrowd({ children }: XmlElement): boolean {
  return children.length > MOST_SIBLINGS || children.some(hasCrowd);
}

function isJudged(complaint: string, { namespaces, withoutPatterns = false }: Schemas): boolean {
  if (withoutPatterns && PATTERN.test(complaint)) return false;
  const namespace = /^Element '\{([^}]*)\}/.exec(complaint)?.[1];
  return namespaces === undefined || (namespace !== undefined && namespaces.has(namespace));
}
