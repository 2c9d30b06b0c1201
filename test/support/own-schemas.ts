import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { addSchemaShelf, loadSchema } from './schema-loader.ts';

const folder = join(import.meta.dirname, '../../fixtures/xsd');

// A made-up host rather than the path of the checkout: imports resolve against it, and no odd letter in the name
// of somebody's home directory can get in the way.
const BASE = 'http://own-schemas.invalid/';

let validator: XsdValidator | undefined;

/** Throws libxml2's XmlValidateError unless the document is valid against fixtures/xsd. */
export function validateWithOwnSchemas(document: XmlDocument): void {
  validator ??= load();
  validator.validate(document);
}

function load(): XsdValidator {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.xsd'))
      .map((name) => [BASE + name, readFileSync(join(folder, name))]),
  );
  addSchemaShelf((url) => files.get(url));
  return loadSchema(`${BASE}all.xsd`);
}
