import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { addSchemaShelf, loadSchema } from './schema-loader.ts';
import type { Schemas } from './schema-rules.ts';
import { OAI_QDC } from './vocabulary.ts';
import { namespacesOf, type XmlElement } from './xml-tree.ts';

const folder = join(import.meta.dirname, '../../xsd');

// A made-up host rather than the path of the checkout: imports resolve against it, and no odd letter in the name
// of somebody's home directory can get in the way.
const BASE = 'http://own-schemas.invalid/';

/**
 * The doors of the folder beside all.xsd, by a namespace that only answers for them have. libxml2 keeps one schema
 * document for a namespace, and these formats have their own for one that others use too.
 */
const DOORS: readonly (readonly [namespace: string, file: string])[] = [
  [OAI_QDC, 'all-qdc.xsd'],
  ['http://namespace.openaire.eu/schema/oaire/', 'all-openaire.xsd'],
];

const validators = new Map<string, XsdValidator>();

/** Those in the folder xsd: written anew after the prose of the protocol and the guidelines of formats. */
export const OWN_SCHEMAS: Schemas = { name: 'our own schemas', validate: validateWithOwnSchemas };

function validateWithOwnSchemas(document: XmlDocument, root: XmlElement): void {
  const namespaces = namespacesOf(root);
  const door = DOORS.find(([namespace]) => namespaces.has(namespace))?.[1] ?? 'all.xsd';
  const validator = validators.get(door) ?? load(door);
  validators.set(door, validator);
  validator.validate(document);
}

function load(door: string): XsdValidator {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.xsd'))
      .map((name) => [BASE + name, readFileSync(join(folder, name))]),
  );
  if (validators.size === 0) addSchemaShelf((url) => files.get(url));
  return loadSchema(BASE + door);
}
