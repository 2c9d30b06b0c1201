import { type XmlDocument, XmlValidateError } from 'libxml2-wasm';
import { validateWithOfficialSchemas } from './official-schemas.ts';
import { validateWithOwnSchemas } from './own-schemas.ts';
import { RuleViolation } from './rule-violation.ts';
import type { XmlElement } from './xml-tree.ts';

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

/** Holds a document, whose tree is `root`, against our own schemas and, where they are at hand, the published ones. */
export function checkSchemas(document: XmlDocument, root: XmlElement): void {
  explained('our own schemas', () => validateWithOwnSchemas(document, root));
  explained('the official schemas', () => validateWithOfficialSchemas(document, root));
}

function explained(which: string, validate: () => void): void {
  try {
    validate();
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    const [first] = error.details;
    const complaint = first?.message.trim() ?? error.message;
    const rule = CAUSES.find(([pattern]) => pattern.test(complaint))?.[1] ?? 'XML-17';
    throw new RuleViolation(rule, `not valid against ${which}, line ${first?.line ?? 0}: ${complaint}`);
  }
}
