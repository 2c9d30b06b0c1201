import { splitList } from '../ceeol/split-list.ts';
import { splitNames } from '../ceeol/split-names.ts';
import { trimBlank } from '../trim-blank.ts';
import { NAMES, type Use } from './mapping.ts';

/** The values of a cell, none of them empty. A single character separates only outside of brackets. */
export function splitCell(text: string, split: Use['split']): string[] {
  if (split === NAMES) return splitNames(text);
  let parts = [text];
  for (const separator of split ?? []) {
    parts = parts.flatMap((part) =>
      separator.length === 1 ? splitList(part, separator) : part.split(separator).map(trimBlank),
    );
  }
  return parts.filter((part) => part !== '');
}
