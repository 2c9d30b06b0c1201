import { isCalendarDate } from './calendar-date.ts';
import { isIssn, isOrcid } from './check-digit.ts';
import { cleanText } from './clean.ts';
import { looksDoubleEncoded } from './double-encoded.ts';
import type { ItemReport } from './item-report.ts';
import { languageCode, toLanguageTag } from './language.ts';

/** Makes the kept form of one text of an item, already valid by the schema; undefined leaves it out, with a note. */
export type TidyValue = (value: string, pointer: string, report: ItemReport) => string | undefined;

/** White space that a line may hold, and breaks and tabs, which it may not. Spaces alone are the writer's business. */
const BLANKS = /[\t\n\u2028\u2029 ]+/g;
const BREAKS = /[\t\n\u2028\u2029]/;

/** What must not stand in an identifier: cleaning it would make it another identifier. */
const NOT_IN_IDENTIFIER = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** Text on one line. */
export const tidyLine: TidyValue = (value, pointer, report) => {
  const { text, changes } = cleanText(value);
  if (!BREAKS.test(text)) return noted(text, changes, pointer, report);
  const line = text.replace(BLANKS, (run) => (BREAKS.test(run) ? ' ' : run));
  return noted(line, [...changes, 'line breaks made spaces'], pointer, report);
};

/** Text with line breaks. */
export const tidyLines: TidyValue = (value, pointer, report) => {
  const { text, changes } = cleanText(value);
  return noted(text, changes, pointer, report);
};

function noted(text: string, changes: readonly string[], pointer: string, report: ItemReport): string | undefined {
  if (text === '') {
    report.note(pointer, 'left out, no text is left after cleaning');
    return undefined;
  }
  if (changes.length > 0) report.note(pointer, changes.join(', '));
  if (looksDoubleEncoded(text)) report.note(pointer, 'looks like UTF-8 encoded twice: look at how the source was made');
  return text;
}

/** BCP 47 in its usual form: `tr` for `tur`, `sr-Latn` for `sr-latn`. */
export const tidyLanguageTag: TidyValue = (value, pointer, report) => {
  const tag = toLanguageTag(value);
  if (tag === undefined) report.note(pointer, `left out, ${shown(value)} is no language known here`);
  else if (tag !== value) report.note(pointer, `written as ${tag}`);
  return tag;
};

/** ISO 639-3; codes of ISO 639-2/B, such as alb, and withdrawn ones are turned into it. */
export const tidyLanguage: TidyValue = (value, pointer, report) => {
  const code = languageCode(value);
  if (code === undefined) report.note(pointer, `left out, ISO 639-3 does not know ${shown(value)}`);
  else if (code !== value) report.note(pointer, `written as ${code}`);
  return code;
};

export const tidyDate: TidyValue = (value, pointer, report) => {
  if (!isCalendarDate(value)) report.fault(pointer, `is not a date of the calendar: ${value}`);
  return value;
};

export const tidyIssn: TidyValue = (value, pointer, report) => {
  if (isIssn(value)) return value;
  report.note(pointer, `left out, the check digit of the ISSN ${value} is wrong`);
  return undefined;
};

export const tidyOrcid: TidyValue = (value, pointer, report) => {
  if (isOrcid(value)) return value;
  report.note(pointer, `left out, the check digit of the ORCID ${value} is wrong`);
  return undefined;
};

export const tidyIdentifier: TidyValue = (value, pointer, report) => {
  if (NOT_IN_IDENTIFIER.test(value)) report.fault(pointer, 'must not have control characters or broken characters');
  return value;
};

/** A value as a note can show it. */
export function shown(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60).toWellFormed()}…` : value;
}
