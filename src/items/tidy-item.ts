import { bareDoi } from './doi.ts';
import { type Item, ItemSchema } from './item.ts';
import type { ItemReport } from './item-report.ts';
import {
  shown,
  type TidyValue,
  tidyDate,
  tidyIdentifier,
  tidyIssn,
  tidyLanguage,
  tidyLanguageTag,
  tidyLine,
  tidyLines,
  tidyOrcid,
} from './tidy-value.ts';

/** The little of JSON Schema that the schema of items is made of. */
interface Schema {
  type?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  pattern?: string;
  enum?: readonly unknown[];
}
type Entry = Record<string, unknown>;
/** Makes the kept form of a value; undefined leaves it out. The value is as the schema says. */
type Tidy = (value: unknown, pointer: string, report: ItemReport) => unknown;
type TidyEntry = (entry: Entry, pointer: string, report: ItemReport) => Entry | undefined;

/** Texts with rules of their own, by property. Others with a pattern or a list of words are right by the schema. */
const VALUES = new Map<string, TidyValue>([
  ['identifier', tidyIdentifier],
  ['lang', tidyLanguageTag],
  ['languages', tidyLanguage],
  ['issns', tidyIssn],
  ['orcid', tidyOrcid],
  ['date', tidyDate],
  ['embargoEnd', tidyDate],
  ['start', tidyDate],
  ['modified', tidyDate],
  ['visibleFrom', tidyDate],
]);

/** Last words on the entries of a list, when their parts have been tidied. */
const ENTRIES = new Map<string, TidyEntry>([
  ['agents', namedAgent],
  ['identifiers', identifierWithBareDoi],
  ['relations', relationWithBareDoi],
]);

/** Lists in which tidying may have made two entries the same, with what makes them so. */
const SAME = new Map<string, (entry: unknown) => string>([
  ['languages', String],
  ['identifiers', (entry) => identifierKey(entry as { scheme: string; value: string })],
]);

// The types of typebox say more than Schema does, but leave open which keywords a schema may have.
const tidyWhole = tidyOf(ItemSchema as unknown as Schema, '', tidyLine);

/**
 * Makes the kept form of an item that is valid by the schema: texts cleaned, codes in one form, nothing empty,
 * properties in the order of the schema. Its JSON is the same for the same item, byte by byte. What was changed
 * or left out goes to the report as notes, what cannot be kept as faults. The item given is not changed.
 */
export function tidyItem(item: unknown, report: ItemReport): Item | undefined {
  // What the schema demands at the top is there after tidying too, or tidyObject gives undefined.
  return tidyWhole(item, '', report) as Item | undefined;
}

function tidyOf(schema: Schema, name: string, text: TidyValue): Tidy {
  if (schema.properties) return tidyObject(schema, schema.properties, text);
  if (schema.items) return tidyList(schema.items, name, text);
  const plain = schema.type !== 'string' || schema.pattern !== undefined || schema.enum !== undefined;
  const tidy = VALUES.get(name) ?? (plain ? undefined : text);
  return tidy ? (value, pointer, report) => tidy(value as string, pointer, report) : (value) => value;
}

function tidyObject(schema: Schema, properties: Readonly<Record<string, Schema>>, text: TidyValue): Tidy {
  const parts = Object.entries(properties).map(([name, part]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    tidy: tidyOf(part, name, name === 'abstracts' ? tidyLines : text),
  }));
  return (value, pointer, report) => {
    const given = value as Entry;
    const kept: Entry = {};
    let empty = true;
    for (const { name, required, tidy } of parts) {
      const part = given[name];
      if (part === undefined) continue;
      const tidied = tidy(part, `${pointer}/${name}`, report);
      if (tidied !== undefined) {
        kept[name] = tidied;
        empty = false;
      } else if (required) {
        if (pointer !== '') report.note(pointer, `left out, because its ${name} is`);
        return undefined;
      }
    }
    return empty ? undefined : kept;
  };
}

function tidyList(items: Schema, name: string, text: TidyValue): Tidy {
  const tidy = tidyOf(items, name, text);
  const finish = ENTRIES.get(name);
  const same = SAME.get(name);
  return (value, pointer, report) => {
    const kept: unknown[] = [];
    const seen = new Set<string>();
    (value as unknown[]).forEach((given, i) => {
      const place = `${pointer}/${i}`;
      const tidied = tidy(given, place, report);
      const entry = finish && tidied !== undefined ? finish(tidied as Entry, place, report) : tidied;
      if (entry === undefined) return;
      if (same) {
        const key = same(entry);
        if (seen.has(key)) {
          report.note(place, 'left out, it repeats an earlier entry');
          return;
        }
        seen.add(key);
      }
      kept.push(entry);
    });
    return kept.length === 0 ? undefined : kept;
  };
}

function namedAgent(agent: Entry, pointer: string, report: ItemReport): Entry | undefined {
  if (agent['family'] !== undefined || agent['literal'] !== undefined) return agent;
  report.note(pointer, 'left out, because its name is');
  return undefined;
}

function identifierWithBareDoi(identifier: Entry, pointer: string, report: ItemReport): Entry | undefined {
  if (identifier['scheme'] !== 'doi') return identifier;
  const value = String(identifier['value']);
  const doi = bareDoi(value);
  if (doi === undefined) {
    report.note(pointer, `left out, ${shown(value)} is no DOI`);
    return undefined;
  }
  if (doi !== value) report.note(`${pointer}/value`, `written as ${doi}`);
  return { ...identifier, value: doi };
}

/** The value of a relation may be words, so it stays when it is no DOI; only the scheme goes. */
function relationWithBareDoi(relation: Entry, pointer: string, report: ItemReport): Entry {
  if (relation['scheme'] !== 'doi') return relation;
  const value = String(relation['value']);
  const doi = bareDoi(value);
  if (doi === undefined) {
    report.note(`${pointer}/scheme`, `left out, ${shown(value)} is no DOI`);
    const { scheme: _, ...words } = relation;
    return words;
  }
  if (doi !== value) report.note(`${pointer}/value`, `written as ${doi}`);
  return { ...relation, value: doi };
}

/** DOIs do not tell small letters from capitals (ISO 26324, 4.2). */
function identifierKey({ scheme, value }: { scheme: string; value: string }): string {
  return JSON.stringify([scheme, scheme === 'doi' ? value.toLowerCase() : value]);
}
