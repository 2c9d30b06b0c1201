import { basename } from 'node:path';
import { shorten } from '../shorten.ts';
import type { DraftedMapping } from './draft-mapping.ts';
import { mappingPath } from './find-mapping.ts';
import { foldValue, NAMES, type Use } from './mapping.ts';
import { splitCell } from './split-cell.ts';
import { takesOption } from './target.ts';
import { EMPTY_WORDS } from './value-words.ts';
import { yamlQuoted, yamlScalar } from './yaml-scalar.ts';

const SAMPLES_SHOWN = 2;

/** A drafted mapping as YAML, with comments for the person who goes on with it. */
export function writeMapping({ mapping, samples, remarks, problems }: DraftedMapping, path: string): string {
  const { delimiter, columns, ignore, deleted, empty } = mapping;
  const lines = [
    `# First mapping of ${yamlQuoted(basename(path)).slice(1, -1)}, made of its column names and first rows. Check every line:`,
    '# docs/csv.md says what the words mean. It counts when it stands beside the table as',
    `# ${yamlQuoted(basename(mappingPath(path))).slice(1, -1)}.`,
    ...problems.map((problem) => `# NOT READY: ${problem}.`),
    '',
    `delimiter: ${delimiter === '\t' ? 'tab' : yamlQuoted(delimiter ?? ',')}`,
    '',
    // A map without entries would be a text.
    columns.size === 0 ? 'columns: {}' : 'columns:',
    ...[...columns].flatMap(([name, uses]) => [
      ...(remarks.get(name) ?? []).map((remark) => `  # ${remark}`),
      ...usesOf(name, uses, samples.get(name) ?? []),
    ]),
  ];
  if (deleted) {
    lines.push('', '# Rows that are gone:', 'deleted:', `  column: ${yamlScalar(deleted.column)}`);
    lines.push(`  values: ${flowList([...deleted.values])}`);
  }
  if (empty.size > 0)
    lines.push(
      '',
      '# Cells that say nothing:',
      `empty: ${flowList(EMPTY_WORDS.filter((word) => empty.has(foldValue(word))))}`,
    );
  lines.push(
    '',
    '# For every item: a value that no column has.',
    '# constants:',
    '#   publisher: Example Press',
    '#   type: article',
  );
  if (ignore.length > 0) {
    lines.push('', '# Left out, with two of their values. To use one, move it up and say what it is.', 'ignore:');
    lines.push(...ignore.map((name) => `  - ${yamlScalar(name)}${comment(samples.get(name) ?? [])}`));
  }
  return `${lines.join('\n')}\n`;
}

function usesOf(name: string, uses: readonly Use[], cells: readonly string[]): string[] {
  const [use, ...others] = uses;
  if (!use) return [];
  if (others.length > 0) return [`  ${yamlScalar(name)}:`, ...uses.map((one) => `    - ${flow(one)}`)];
  if (!use.values) return [`  ${yamlScalar(name)}: ${flow(use)}`];
  const { values, ...options } = use;
  return [
    `  ${yamlScalar(name)}:`,
    ...partsOf(options).map((part) => `    ${part}`),
    '    values:',
    ...[...values].map(([cell, value]) => `      ${yamlScalar(asWritten(cell, use, cells))}: ${yamlScalar(value)}`),
  ];
}

/** `title`, `title.en`, `{ to: author, split: ";" }`. */
function flow(use: Use): string {
  const { to, lang, ...options } = use;
  const isPath = lang !== undefined && takesOption(to, 'lang');
  if (Object.keys(options).length === 0) return isPath ? `${to}.${lang}` : to;
  return `{ ${partsOf(use).join(', ')} }`;
}

function partsOf({ to, values, split, ...options }: Use): string[] {
  const parts = [`to: ${to}`];
  if (split !== undefined) parts.push(`split: ${split === NAMES ? NAMES : splitOf(split)}`);
  for (const [name, value] of Object.entries(options)) parts.push(`${name}: ${yamlScalar(value)}`);
  return parts;
}

function splitOf(split: readonly string[]): string {
  return split.length === 1 ? yamlQuoted(split[0] ?? '') : flowList(split);
}

function flowList(texts: readonly string[]): string {
  return `[${texts.map(yamlQuoted).join(', ')}]`;
}

/** The first spelling of a value in the column. */
function asWritten(folded: string, { split }: Use, cells: readonly string[]): string {
  const parts = split === undefined ? cells : cells.flatMap((cell) => splitCell(cell, split));
  return parts.find((part) => foldValue(part) === folded) ?? folded;
}

function comment(cells: readonly string[]): string {
  const shown = [...new Set(cells)].slice(0, SAMPLES_SHOWN).map((cell) => yamlQuoted(shorten(cell)));
  return shown.length === 0 ? '  # empty in the first rows' : `  # ${shown.join(', ')}`;
}
