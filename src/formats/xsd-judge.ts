import { readFileSync } from 'node:fs';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { EXIT, Fault } from '../fault.ts';

let registered = false;

/**
 * Compiles an XML Schema file and answers a judge of payloads, which throws an Error that says what is wrong with one.
 * What the schema imports must lie in files beside it: nothing is fetched. Fault: the schema cannot be used.
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
  // Without it libxml2 knows no files, and imports are passed over in silence.
  if (!registered) xmlRegisterFsInputProviders();
  registered = true;
  try {
    const document = XmlDocument.fromBuffer(readFileSync(path), { url: path });
    try {
      return XsdValidator.fromDoc(document);
    } finally {
      document.dispose();
    }
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n')[0];
    throw new Fault(
      `The schema ${path} cannot be used: ${reason}. What it imports must lie in files beside it.`,
      EXIT.usage,
    );
  }
}
