import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  closeBuffer,
  openBuffer,
  readBuffer,
  XmlDocument,
  XmlValidateError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { EXIT, Fault } from '../fault.ts';

let registered = false;
/** What the schema that is being compiled imports and is not there. */
let missing: string[] = [];

/**
 * Compiles an XML Schema file and answers a judge of payloads, which throws an Error that says what is wrong with one.
 * What the schema imports must lie in files: nothing is fetched. Fault: the schema cannot be used.
 */
export function xsdJudge(path: string): (payload: string) => void {
  const validator = compile(path);
  return (payload) => {
    const document = XmlDocument.fromString(payload);
    try {
      validator.validate(document);
    } catch (error) {
      if (!(error instanceof XmlValidateError)) throw error;
      throw new Error(error.details[0]?.message.trim() ?? error.message);
    } finally {
      // It lives in WebAssembly's memory, which the garbage collector does not see.
      document.dispose();
    }
  };
}

function compile(path: string): XsdValidator {
  readFiles();
  missing = [];
  try {
    const document = XmlDocument.fromBuffer(readFileSync(path), { url: pathToFileURL(path).href });
    try {
      const validator = XsdValidator.fromDoc(document);
      // To libxml2 that is but a warning; it would then judge less than it was told to.
      if (missing.length > 0) throw new Error('it is not whole');
      return validator;
    } finally {
      document.dispose();
    }
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n')[0];
    const what = missing.length > 0 ? `it needs ${[...new Set(missing)].join(', ')}` : reason;
    throw new Fault(`The schema ${path} cannot be used: ${what}. What it imports must lie in files.`, EXIT.usage);
  }
}

/** Lets libxml2 read files, for the life of the process; by itself it knows none. */
function readFiles(): void {
  if (registered) return;
  registered = true;
  xmlRegisterInputProvider({
    match(url) {
      if (bytesOf(url) !== undefined) return true;
      missing.push(url);
      return false;
    },
    open(url) {
      const bytes = bytesOf(url);
      return bytes === undefined ? undefined : openBuffer(bytes);
    },
    read: readBuffer,
    close(descriptor) {
      closeBuffer(descriptor);
      return true;
    },
  });
}

function bytesOf(url: string): Uint8Array | undefined {
  try {
    return readFileSync(fileURLToPath(url));
  } catch {
    return undefined;
  }
}
