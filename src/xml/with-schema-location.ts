import { checkPayload } from './check-payload.ts';
import { escapeAttribute } from './escape.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The payload with xsi:schemaLocation in its start tag, which the protocol demands (3.4; CONFORMANCE REC-05, REC-07).
 * One that has it stays as it is, and nothing else is ever changed. Throws what checkPayload throws.
 */
export function withSchemaLocation(payload: string, schema: string): string {
  const { namespace, schemaLocation, declarations } = checkPayload(payload);
  if (schemaLocation !== '') return payload;
  const declared = Object.keys(declarations).find((prefix) => declarations[prefix] === XSI);
  if (declared === undefined && 'xsi' in declarations) throw new Error('its prefix xsi stands for something else');
  const location = ` ${declared ?? 'xsi'}:schemaLocation="${escapeAttribute(`${namespace} ${schema}`)}"`;
  const added = declared === undefined ? ` xmlns:xsi="${XSI}"${location}` : location;
  // Comments may stand before the root.
  return payload.replace(/^(?:\s|<!--[\s\S]*?-->)*<[^\s/>]+/, (start) => start + added);
}
