import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { addSchemaShelf, loadSchema } from '../../src/judge/schema-loader.ts';
import type { Schemas } from '../../src/judge/schema-rules.ts';
import { OAI_QDC } from '../../src/judge/vocabulary.ts';
import { namespacesOf, type XmlElement } from '../../src/judge/xml-tree.ts';

/**
 * Which entrance to the official schemas an answer needs, by the namespaces in it. libxml2 keeps one schema document
 * for a namespace, and some formats bring their own for a shared one, so there are several entrances; the first match
 * wins, as in reference/validate.
 */
const ENTRANCES: readonly (readonly [namespace: RegExp, wrapper: string])[] = [
  [new RegExp(`^${OAI_QDC}$`), 'own-qdc'],
  [/namespace\.openaire\.eu\/schema\/oaire/, 'wrapper-openaire'],
  [/www\.europeana\.eu\/schemas\/edm/, 'wrapper-edm'],
  [/www\.rioxx\.net\/schema/, 'wrapper-rioxx'],
  [/purl\.org\/dc\/terms\//, 'wrapper-qdc'],
  [/ncbi\.nlm\.nih\.gov\/JATS1/, 'wrapper-jats'],
  [/static-repository/, 'wrapper-static'],
];

const BASE = 'http://official-schemas.invalid/';

/** The schema that the product serves, and what it takes from the published ones, behind the entrance `own-qdc`. */
const SERVED = `${BASE}schemas/oai_qdc.xsd`;
const OWN_QDC = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="urn:local:oai-validation" schemaLocation="wrapper-qdc.xsd"/>
  <xs:import namespace="${OAI_QDC}" schemaLocation="${SERVED}"/>
</xs:schema>`;

const validators = new Map<string, XsdValidator>();
let shelved = false;

/** The shared folder with the official schemas, when this run was told where it is. */
export function sharedFolder(): string | undefined {
  const folder = process.env['OAI_SHARED'];
  return folder === undefined || folder === '' ? undefined : folder;
}

/** The name of the wrapper schema for a document. What its texts talk about does not matter, as it would to grep. */
export function entranceFor(root: XmlElement): string {
  const namespaces = namespacesOf(root);
  return ENTRANCES.find(([mark]) => [...namespaces].some((namespace) => mark.test(namespace)))?.[1] ?? 'wrapper';
}

/**
 * Throws libxml2's XmlValidateError unless the document (whose tree is `root`) is valid against the published
 * schemas. Without OAI_SHARED it does nothing: the project keeps no copy of them.
 */
export const OFFICIAL_SCHEMAS: Schemas = { name: 'the official schemas', validate: validateWithOfficialSchemas };

function validateWithOfficialSchemas(document: XmlDocument, root: XmlElement): void {
  const shared = sharedFolder();
  if (shared === undefined) return;
  if (!shelved) {
    addSchemaShelf(officialShelf(join(shared, 'reference/schemas')));
    shelved = true;
  }
  const entrance = entranceFor(root);
  let validator = validators.get(entrance);
  if (validator === undefined) {
    validator = loadSchema(`${BASE}${entrance}.xsd`);
    validators.set(entrance, validator);
  }
  validator.validate(document);
}

/** URL to file as catalog.xml says; files are read when libxml2 first asks, most runs need few of them. */
function officialShelf(folder: string): (url: string) => Uint8Array | undefined {
  const catalog = readFileSync(join(folder, 'catalog.xml'), 'utf8');
  const files = new Map<string, string>();
  for (const [, url, file] of catalog.matchAll(/<uri name="([^"]*)" uri="([^"]*)"\/>/g)) {
    if (url !== undefined && file !== undefined) files.set(url, file);
  }
  const read = new Map<string, Uint8Array>([
    [SERVED, readFileSync(new URL('../../schemas/oai_qdc.xsd', import.meta.url))],
    [`${BASE}own-qdc.xsd`, Buffer.from(OWN_QDC)],
  ]);
  return (url) => {
    const kept = read.get(url);
    if (kept !== undefined) return kept;
    const file = url.startsWith(BASE) ? url.slice(BASE.length) : files.get(url);
    if (file === undefined) return undefined;
    const bytes = readFileSync(join(folder, file));
    read.set(url, bytes);
    return bytes;
  };
}
