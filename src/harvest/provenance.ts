import { Fault } from '../fault.ts';
import { isIdentifierSyntax } from '../oai/identifier.ts';
import { element } from '../xml/element.ts';
import { readLooseDate } from './loose-date.ts';
import type { Origin } from './origin.ts';
import { withoutSecrets } from './redact.ts';

const NAMESPACE = 'http://www.openarchives.org/OAI/2.0/provenance';
const ROOT =
  `<provenance xmlns="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
  ` xsi:schemaLocation="${NAMESPACE} ${NAMESPACE}.xsd">`;

/**
 * The provenance container of a harvested record, to stand inside about (guideline provenance; CONFORMANCE AGG-03 to
 * AGG-06). Dates are copied with the granularity that they had; where the record came with a provenance of its own,
 * that one is nested, the newest outermost. Secrets of the address are left out: this is published.
 *
 * A Fault when a date is none by the schema, which cannot be with what harvestList tells.
 */
export function provenanceAbout(origin: Origin): string {
  return `${ROOT}${originDescription(origin)}</provenance>`;
}

function originDescription({ baseUrl, identifier, metadataNamespace, altered, nested, ...dates }: Origin): string {
  const harvestDate = checkedDate(dates.harvestDate);
  const children = [
    element('baseURL', anyUri(withoutSecrets(baseUrl))),
    element('identifier', anyUri(identifier)),
    element('datestamp', checkedDate(dates.datestamp)),
    element('metadataNamespace', anyUri(metadataNamespace)),
    nested === undefined ? '' : originDescription(nested),
  ];
  return `<originDescription harvestDate="${harvestDate}" altered="${altered}">${children.join('')}</originDescription>`;
}

function checkedDate(text: string): string {
  if (readLooseDate(text)) return text;
  throw new Fault(`The date "${text.slice(0, 40)}" cannot stand in a provenance.`);
}

/**
 * A URI as it is. What is none, such as an identifier with a space, with the escapes that XML Schema says such a text
 * stands for (Part 2, 3.2.17), so that the container stays valid.
 */
function anyUri(text: string): string {
  if (isIdentifierSyntax(text)) return text;
  const escaped = text.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]/gu, percentEncoded);
  if (isIdentifierSyntax(escaped)) return escaped;
  // A colon too many, a bracket out of place.
  return escaped.replace(/[:#[\]]/g, percentEncoded);
}

function percentEncoded(character: string): string {
  const bytes = [...Buffer.from(character, 'utf8')];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
