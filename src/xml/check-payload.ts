import { SaxesParser } from 'saxes';

const OAI = 'http://www.openarchives.org/OAI/2.0/';

export interface PayloadRoot {
  namespace: string;
  schemaLocation: string;
  /** Namespaces that the root declares, by prefix. */
  declarations: Readonly<Record<string, string>>;
}

/**
 * Judges one metadata or about payload by a conforming parser: well-formed XML with namespaces, exactly one
 * root in a namespace of its own, no DOCTYPE, no processing instruction, nothing around the root. Throws an Error
 * that says what is wrong; such a payload would break every page that it stands on.
 */
export function checkPayload(xml: string): PayloadRoot {
  const parser = new SaxesParser({ xmlns: true, fragment: false });
  let root: PayloadRoot | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a DOCTYPE has no place in a payload');
  });
  parser.on('xmldecl', () => {
    throw new Error('an XML declaration has no place in a payload');
  });
  parser.on('processinginstruction', () => {
    throw new Error('a processing instruction has no place in a payload');
  });
  parser.on('opentag', (tag) => {
    root ??= {
      namespace: tag.uri,
      declarations: tag.ns,
      schemaLocation:
        Object.values(tag.attributes).find(
          (attribute) =>
            attribute.local === 'schemaLocation' && attribute.uri === 'http://www.w3.org/2001/XMLSchema-instance',
        )?.value ?? '',
    };
  });
  parser.write(xml).close();
  if (!root) throw new Error('there is no root element');
  // The schema of answers takes any other one here (protocol 3.4).
  if (root.namespace === '') throw new Error('its root is in no namespace');
  if (root.namespace === OAI) throw new Error('its root is in the namespace of OAI-PMH itself');
  return root;
}
