import { parsePayload } from './parse-payload.ts';
import type { PayloadRoot } from './payload-root.ts';
import { scanPayload } from './scan-payload.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';

/**
 * Judges one metadata or about payload by a conforming parser: well-formed XML with namespaces, exactly one
 * root in a namespace of its own, no DOCTYPE, no processing instruction, nothing around the root. Throws an Error
 * that says what is wrong; such a payload would break every page that it stands on.
 */
export function checkPayload(xml: string): PayloadRoot {
  const root = scanPayload(xml) ?? parsePayload(xml);
  // The schema of answers takes any other one here (protocol 3.4).
  if (root.namespace === '') throw new Error('its root is in no namespace');
  if (root.namespace === OAI) throw new Error('its root is in the namespace of OAI-PMH itself');
  return root;
}
