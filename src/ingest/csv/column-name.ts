import { trimBlank } from '../trim-blank.ts';

/** A column name as it is compared: composed, without white space and invisible characters at its ends. */
export function columnName(text: string): string {
  return trimBlank(text).normalize('NFC');
}
