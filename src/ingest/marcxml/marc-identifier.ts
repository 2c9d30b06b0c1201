import { isOaiIdentifier, isRepositoryIdentifier } from '../../oai/identifier.ts';
import { controlText, fieldsOf, type MarcRecord, subfieldTexts } from './marc-record.ts';

/** CEEOL's records have no control number; their number stands in the link: `…/article-detail?id=279462`. */
const CEEOL = /^https?:\/\/(?:www\.)?ceeol\.com\/.*[?&]id=(\d+)/i;

/**
 * The id of a record: that of the OAI-PMH header; else the control number (001), in the namespace of whom field 003
 * names. `oai:oai.example.org:17` when that is a domain, `DE-101/17` for the code of a library, else `17`.
 */
export function marcIdentifier(record: MarcRecord): string | undefined {
  if (record.header) return record.header.identifier;
  const number = controlText(record, '001')?.trim() ?? '';
  const agency = controlText(record, '003')?.trim() ?? '';
  if (number === '') return ceeolIdentifier(record);
  if (agency === '' || number.startsWith('oai:')) return number;
  const whole = `oai:${agency}:${number}`;
  return isRepositoryIdentifier(agency) && isOaiIdentifier(whole) ? whole : `${agency}/${number}`;
}

function ceeolIdentifier(record: MarcRecord): string | undefined {
  for (const url of fieldsOf(record, '856').flatMap((field) => subfieldTexts(field, 'u'))) {
    const id = CEEOL.exec(url)?.[1];
    if (id !== undefined) return `ceeol/${id}`;
  }
  return undefined;
}
