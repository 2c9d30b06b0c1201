import { parseDocument } from 'yaml';
import { columnName } from './column-name.ts';
import { type Constant, foldValue, type Mapping, type Use } from './mapping.ts';
import { isYamlMap, MappingReader, type Yaml } from './mapping-reader.ts';
import { parseConstants, parseUses } from './parse-use.ts';

const PARTS = ['delimiter', 'quotes', 'columns', 'constants', 'ignore', 'deleted', 'empty'] as const;

/** Delimiters by the words that a mapping has for them. */
const DELIMITER_WORDS: ReadonlyMap<string, string> = new Map([['tab', '\t']]);

/** No mapping goes deeper. */
const DEEPEST = 8;

/** Reads a mapping, strictly: whatever is not known is a fault, and all faults are told at once. */
export function parseMapping(text: string): { mapping?: Mapping; faults: readonly string[] } {
  const { value, faults } = parseYaml(text);
  if (value === undefined) return { faults };
  const reader = new MappingReader();
  const entries = reader.entries(value, PARTS, []);
  const delimiter = entries?.get('delimiter');
  const deleted = entries?.get('deleted');
  const mapping: Mapping = {
    ...(delimiter !== undefined && { delimiter: readDelimiter(reader, delimiter) }),
    quotes: readQuotes(reader, entries?.get('quotes')),
    columns: readColumns(reader, entries?.get('columns')),
    constants: readConstants(reader, entries?.get('constants')),
    ignore: readTexts(reader, entries?.get('ignore'), 'ignore').map(columnName),
    ...(deleted !== undefined && { deleted: readDeleted(reader, deleted) }),
    empty: new Set(readTexts(reader, entries?.get('empty'), 'empty').map(foldValue)),
  };
  checkWhole(reader, mapping);
  return reader.faults.length > 0 ? { faults: reader.faults } : { mapping, faults: [] };
}

function parseYaml(text: string): { value?: Yaml; faults: string[] } {
  try {
    // By the failsafe schema every scalar is a text: 007 and 1.10 stay what they are. Maps keep any name in order.
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: true });
    const faults = document.errors.map(({ message }) => message.split('\n')[0]?.replace(/:$/, '') ?? message);
    return faults.length > 0 ? { faults } : { value: plain(document.toJS({ mapAsMap: true }), 0), faults };
  } catch (error) {
    // Aliases that swell, nesting that has no end.
    return { faults: [(error as Error).message.split('\n')[0] ?? ''] };
  }
}

/** The value, if it holds nothing but texts, lists and maps with texts as names. An alias may make it a ring. */
function plain(value: unknown, depth: number): Yaml {
  if (depth > DEEPEST) throw new Error('lists stand too deep in each other');
  if (Array.isArray(value)) return value.map((entry) => plain(entry, depth + 1));
  if (!(value instanceof Map)) return typeof value === 'string' ? value : '';
  for (const key of value.keys()) if (typeof key !== 'string') throw new Error('a name must be a text, not a list');
  return new Map([...value].map(([key, entry]: [string, unknown]) => [key, plain(entry, depth + 1)]));
}

function readDelimiter(reader: MappingReader, value: Yaml): string {
  const text = reader.text(value, ['delimiter']) ?? ',';
  const delimiter = DELIMITER_WORDS.get(text) ?? text;
  if (/^[^"\r\n\p{L}\p{N}\p{Cs}]$/u.test(delimiter)) return delimiter;
  reader.fault(['delimiter'], 'must be one character, such as "," or ";", or the word tab');
  return ',';
}

function readQuotes(reader: MappingReader, value: Yaml | undefined): boolean {
  return value === undefined || reader.word(value, ['yes', 'no'], ['quotes']) !== 'no';
}

function readColumns(reader: MappingReader, value: Yaml | undefined): Map<string, Use[]> {
  const columns = new Map<string, Use[]>();
  if (!isYamlMap(value)) {
    reader.fault(['columns'], value === undefined ? 'is missing' : 'must be a list of “column: what it is” lines');
    return columns;
  }
  for (const [key, entry] of value) {
    const name = columnName(key);
    if (columns.has(name)) reader.fault(['columns', key], 'stands twice');
    else columns.set(name, parseUses(reader, entry, ['columns', key]));
  }
  return columns;
}

function readConstants(reader: MappingReader, value: Yaml | undefined): Constant[] {
  if (value === undefined || value === '') return [];
  if (!isYamlMap(value)) return reader.fault(['constants'], 'must be a list of “target: value” lines') ?? [];
  return [...value].flatMap(([path, entry]) => parseConstants(reader, path, entry, ['constants', path]));
}

/** A list of texts. Where nothing follows the name there is nothing, as when all entries are commented out. */
function readTexts(reader: MappingReader, value: Yaml | undefined, name: string): string[] {
  return value === undefined || value === '' ? [] : reader.texts(value, [name]);
}

function readDeleted(reader: MappingReader, value: Yaml): NonNullable<Mapping['deleted']> {
  const entries = reader.entries(value, ['column', 'values'], ['deleted']);
  const column = reader.text(entries?.get('column'), ['deleted', 'column']) ?? '';
  const values = reader.texts(entries?.get('values'), ['deleted', 'values']);
  return { column: columnName(column), values: new Set(values.map(foldValue)) };
}

/** What every table needs, and what contradicts itself. */
function checkWhole(reader: MappingReader, { columns, ignore, deleted }: Mapping): void {
  const uses = [...columns.values()].flat();
  const identifiers = uses.filter(({ to }) => to === 'identifier').length;
  // While a column has a fault, nobody knows what it was to be.
  if (identifiers === 0 && reader.faults.length === 0) reader.fault(['columns'], 'none is the identifier');
  if (identifiers > 1) reader.fault(['columns'], 'only one can be the identifier');
  const hasTitle = uses.some(({ to }) => /title$/i.test(to) && to !== 'subtitle');
  if (!hasTitle && reader.faults.length === 0) reader.fault(['columns'], 'none is a title');
  for (const name of ignore) {
    if (columns.has(name)) reader.fault(['ignore', name], 'stands under columns, too');
    if (deleted?.column === name) reader.fault(['ignore', name], 'tells of deletions');
  }
}
