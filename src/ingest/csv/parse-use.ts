import { RELATION_TYPES } from '../../items/item.ts';
import { toLanguageTag } from '../../items/language.ts';
import { shorten } from '../shorten.ts';
import { type Constant, foldValue, NAMES, type Use } from './mapping.ts';
import { isYamlList, isYamlMap, type MappingReader, type Yaml } from './mapping-reader.ts';
import { isTargetName, TARGETS, type TargetName, takesOption } from './target.ts';

const OPTIONS = ['lang', 'split', 'scheme', 'mediaType', 'dates', 'kind', 'relation', 'values', 'prefix'] as const;
type Option = (typeof OPTIONS)[number];
type Place = readonly string[];

const MEDIA_TYPE = /^[a-z]+\/[A-Za-z0-9.+_-]+$/;
const SCHEME_OF_IDENTIFIER = /^[a-z][a-z0-9-]*$/;

/** What is done with a column: `title.en`, or `{ to: title, lang: en }`, or a list of these. */
export function parseUses(reader: MappingReader, value: Yaml, place: Place): Use[] {
  if (isYamlList(value) && value.length === 0) reader.fault(place, 'must not be empty');
  const list = isYamlList(value) ? value : [value];
  return list.flatMap((entry, i) => parseUse(reader, entry, list === value ? [...place, String(i + 1)] : place) ?? []);
}

/** The constants of one target: `article`, or `{ value: Dergi, lang: tr }`, or a list of these. */
export function parseConstants(reader: MappingReader, path: string, value: Yaml, place: Place): Constant[] {
  const target = parseTarget(reader, path, place);
  if (!target) return [];
  if (target.to === 'identifier') {
    reader.fault(place, 'cannot be a constant: every item has its own');
    return [];
  }
  const list = isYamlList(value) ? value : [value];
  if (list.length > 1 && !TARGETS[target.to].many) reader.fault(place, 'takes one value');
  return list.flatMap((entry, i) => {
    const at = list === value ? [...place, String(i + 1)] : place;
    if (!isYamlMap(entry)) {
      const text = reader.text(entry, at);
      return text === undefined ? [] : [{ ...target, value: text }];
    }
    const entries = reader.entries(entry, ['value', ...OPTIONS], at);
    const text = reader.text(entries?.get('value'), [...at, 'value']);
    for (const name of ['split', 'values', 'prefix'] as const) {
      if (entries?.has(name)) reader.fault([...at, name], 'is for columns');
    }
    return text === undefined ? [] : [{ ...target, ...parseOptions(reader, target.to, entries, at), value: text }];
  });
}

function parseUse(reader: MappingReader, value: Yaml, place: Place): Use | undefined {
  if (!isYamlMap(value)) {
    const path = reader.text(value, place);
    return path === undefined ? undefined : parseTarget(reader, path, place);
  }
  const entries = reader.entries(value, ['to', ...OPTIONS], place);
  const path = reader.text(entries?.get('to'), [...place, 'to']);
  const target = path === undefined ? undefined : parseTarget(reader, path, [...place, 'to']);
  return target && { ...target, ...parseOptions(reader, target.to, entries, place) };
}

/** A target, perhaps with the language of its text: `title`, `title.en`. */
function parseTarget(reader: MappingReader, path: string, place: Place): { to: TargetName; lang?: string } | undefined {
  if (isTargetName(path)) return { to: path };
  const dot = path.indexOf('.');
  const to = path.slice(0, dot);
  const lang = toLanguageTag(path.slice(dot + 1));
  if (dot > 0 && isTargetName(to) && takesOption(to, 'lang')) {
    return lang === undefined ? reader.fault(place, noLanguage(path.slice(dot + 1))) : { to, lang };
  }
  return reader.fault(place, `there is no “${shorten(path)}”${reader.thereAre(Object.keys(TARGETS))}`);
}

function parseOptions(
  reader: MappingReader,
  to: TargetName,
  entries: ReadonlyMap<Option | 'to' | 'value', Yaml> | undefined,
  place: Place,
): Omit<Use, 'to'> {
  const options: { -readonly [K in keyof Omit<Use, 'to'>]: Use[K] } = {};
  for (const name of OPTIONS) {
    const value = entries?.get(name);
    if (value === undefined) continue;
    const at = [...place, name];
    if (name !== 'values' && name !== 'prefix' && !takesOption(to, name)) {
      reader.fault(at, `is not for “${to}”`);
      continue;
    }
    const read = READERS[name](reader, value, at, to);
    // What a reader answers is what the property of its name holds.
    if (read !== undefined) Object.assign(options, { [name]: read });
  }
  return options;
}

const READERS: {
  readonly [K in Option]: (reader: MappingReader, value: Yaml, place: Place, to: TargetName) => Use[K] | undefined;
} = {
  lang: (reader, value, place) => {
    const text = reader.text(value, place);
    return text === undefined ? undefined : (toLanguageTag(text) ?? reader.fault(place, noLanguage(text)));
  },
  split: (reader, value, place, to) => {
    if (value !== NAMES) return reader.texts(value, place);
    return takesOption(to, 'kind') ? NAMES : reader.fault(place, `“${NAMES}” is for people: write what stands between`);
  },
  scheme: (reader, value, place, to) => {
    const text = reader.text(value, place);
    if (text === undefined || to === 'subject' || SCHEME_OF_IDENTIFIER.test(text)) return text;
    return reader.fault(place, `“${shorten(text)}” must be a name in small letters such as handle`);
  },
  mediaType: (reader, value, place) => {
    const text = reader.text(value, place);
    if (text === undefined || MEDIA_TYPE.test(text)) return text;
    return reader.fault(place, `“${shorten(text)}” must be a media type such as application/pdf`);
  },
  dates: (reader, value, place) => reader.word(value, ['day-first', 'month-first'], place),
  kind: (reader, value, place) => reader.word(value, ['person', 'organisation'], place),
  relation: (reader, value, place) => reader.word(value, RELATION_TYPES, place),
  values: (reader, value, place) => {
    if (!isYamlMap(value)) return reader.fault(place, 'must be a list of “cell: value” lines');
    const table = new Map<string, string>();
    for (const [cell, entry] of value) {
      // An empty value says that the cell says nothing.
      if (typeof entry !== 'string') reader.fault([...place, cell], 'must be a text');
      else if (table.has(foldValue(cell))) reader.fault([...place, cell], 'stands twice: letter case does not matter');
      else table.set(foldValue(cell), entry);
    }
    return table;
  },
  prefix: (reader, value, place) => reader.text(value, place),
};

function noLanguage(text: string): string {
  return `“${shorten(text)}” is no language tag such as tr or sr-Latn`;
}
