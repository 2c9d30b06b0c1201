import { SaxesParser } from 'saxes';
import { DEEPEST } from './deepest.ts';
import type { PayloadRoot } from './payload-root.ts';

/** The root of a payload, as a conforming parser reads it. Throws an Error that says what is wrong with the payload. */
export function parsePayload(xml: string): PayloadRoot {
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
  let depth = 0;
  parser.on('opentagstart', () => {
    depth += 1;
    if (depth > DEEPEST) throw new Error(`elements stand more than ${DEEPEST} deep`);
  });
  parser.on('closetag', () => {
    depth -= 1;
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
  return root;
}
