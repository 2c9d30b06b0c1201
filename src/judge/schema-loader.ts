import { closeBuffer, openBuffer, readBuffer, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';

/** Finds the bytes of a schema document by its URL, or says that it does not have it. */
export type SchemaShelf = (url: string) => Uint8Array | undefined;

const shelves: SchemaShelf[] = [];
let missing: string[] = [];

function find(url: string): Uint8Array | undefined {
  for (const shelf of shelves) {
    const bytes = shelf(url);
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

/**
 * Lets libxml2 find the documents that a schema imports. It has no network client, so what is on no shelf is
 * nowhere. One provider serves all shelves: libxml2 has room for few, and they are global to the process.
 */
export function addSchemaShelf(shelf: SchemaShelf): void {
  shelves.push(shelf);
  if (shelves.length > 1) return;
  xmlRegisterInputProvider({
    match(url) {
      if (find(url) !== undefined) return true;
      missing.push(url);
      return false;
    },
    open(url) {
      const bytes = find(url);
      return bytes === undefined ? undefined : openBuffer(bytes);
    },
    read: readBuffer,
    close(descriptor) {
      closeBuffer(descriptor);
      return true;
    },
  });
}

/**
 * Compiles a schema from the shelves. The validator is meant to be kept for the life of the process.
 * An import that cannot be found is only a warning to libxml2, which then judges less than it was told to:
 * here it is an error.
 */
export function loadSchema(url: string): XsdValidator {
  const bytes = find(url);
  if (bytes === undefined) throw new Error(`No schema on the shelves for ${url}`);
  missing = [];
  const document = XmlDocument.fromBuffer(bytes, { url });
  try {
    const validator = XsdValidator.fromDoc(document);
    if (missing.length > 0) throw new Error(`${url} imports what is not at hand: ${missing.join(', ')}`);
    return validator;
  } finally {
    document.dispose();
  }
}
