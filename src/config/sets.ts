import { isSetSpec, LONGEST_SET_SPEC } from '../oai/set-spec.ts';
import { patternFault } from '../sets/pattern-fault.ts';
import {
  COMPUTED_SETS,
  type ComputedSet,
  type Condition,
  SET_FIELDS,
  type SetDefinition,
  type SetField,
  type SetRule,
} from '../sets/set-definition.ts';
import { ConfigSection, isMap } from './config-section.ts';
import { readTextFile } from './read-text-file.ts';

const KEYS = ['name', 'description', 'each', 'names', 'where', 'items', 'file', 'computed'];
const RULES = ['each', 'where', 'items', 'file', 'computed'];

/** Room for the segment of a set below, which is made of a value. */
const ROOM_BELOW = 70;

/** Reads the `sets` of a config file, a map from setSpec to what is in the set. */
export function readSets(value: unknown, configFile: string, faults: string[]): SetDefinition[] {
  if (value === undefined || value === null) return [];
  if (!isMap(value)) {
    faults.push('sets must be a list of "setSpec:" with the settings of each set below it.');
    return [];
  }
  return Object.entries(value).flatMap(([setSpec, settings]) => {
    const section = ConfigSection.read(settings ?? {}, `sets: ${setSpec}`, KEYS, faults);
    if (!section) return [];
    if (!isSetSpec(setSpec))
      section.fault("a setSpec is made of A-Z a-z 0-9 - _ . ! ~ * ' ( ), with single colons between its parts.");
    else if (setSpec.length > LONGEST_SET_SPEC - ROOM_BELOW)
      section.fault(`a setSpec has ${LONGEST_SET_SPEC - ROOM_BELOW} characters at most here.`);
    const rule = readRule(section, setSpec, configFile);
    const setName = section.line('name') ?? setSpec;
    const description = section.text('description');
    return rule ? [{ setSpec, setName, names: namesOf(section), description, rule }] : [];
  });
}

function namesOf(section: ConfigSection): Readonly<Record<string, string>> {
  const names = section.map('names');
  if (section.has('names') && !section.has('each')) section.fault('names are for the sets that "each" makes.');
  for (const segment of Object.keys(names)) {
    if (!isSetSpec(segment) || segment.includes(':') || segment.length > ROOM_BELOW - 1)
      section.fault(`names: "${segment}" is no last part of a setSpec; ListSets shows them.`);
  }
  return names;
}

function readRule(section: ConfigSection, setSpec: string, configFile: string): SetRule | undefined {
  for (const key of RULES) if (section.isEmpty(key)) section.fault(`nothing stands at "${key}".`);
  const given = RULES.filter((key) => section.has(key));
  if (given.length > 1) {
    section.fault(`only one of ${RULES.join(', ')} can say what is in it.`);
    return undefined;
  }
  switch (given[0]) {
    case 'each': {
      const field = fieldOf(section);
      return field && { kind: 'each', field };
    }
    case 'where': {
      const condition = conditionOf(section.section('where', [...SET_FIELDS, 'not']));
      return condition && { kind: 'where', condition };
    }
    case 'items':
      return { kind: 'list', identifiers: section.texts('items') };
    case 'file':
      return listFile(section, configFile);
    case 'computed': {
      const set = section.text('computed');
      if (set === undefined || isComputed(set)) return set && { kind: 'computed', set };
      section.fault(`computed "${set}" must be one of ${COMPUTED_SETS.join(', ')}.`);
      return undefined;
    }
    default:
      // What aggregators ask for by name needs no rule to be written.
      return isComputed(setSpec) ? { kind: 'computed', set: setSpec } : { kind: 'given' };
  }
}

function conditionOf(section: ConfigSection | undefined): Condition | undefined {
  if (!section) return undefined;
  const fields: Partial<Record<SetField, readonly string[]>> = {};
  for (const field of SET_FIELDS) {
    if (section.isEmpty(field)) section.fault(`nothing stands at "${field}".`);
    if (!section.has(field)) continue;
    const patterns = section.texts(field);
    fields[field] = patterns;
    for (const pattern of patterns) {
      const wanted = patternFault(field, pattern);
      if (wanted !== undefined) section.fault(`${field} "${pattern}" matches nothing; write ${wanted}.`);
    }
  }
  const not = conditionOf(section.section('not', [...SET_FIELDS, 'not']));
  if (Object.keys(fields).length > 0 || not) return { fields, ...(not ? { not } : {}) };
  section.fault(`name a field and what it must be, such as "type: review". The fields are ${SET_FIELDS.join(', ')}.`);
  return undefined;
}

function fieldOf(section: ConfigSection): SetField | undefined {
  const text = section.text('each');
  const field = SET_FIELDS.find((known) => known === text);
  if (text !== undefined && !field) section.fault(`each "${text}" must be one of ${SET_FIELDS.join(', ')}.`);
  return field;
}

/** One identifier a line; lines that begin with # are for people. */
function listFile(section: ConfigSection, configFile: string): SetRule | undefined {
  const text = readTextFile(section.text('file'), configFile, section);
  if (text === undefined) return undefined;
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return { kind: 'list', identifiers: lines.filter((line) => line !== '' && !line.startsWith('#')) };
}

function isComputed(text: string): text is ComputedSet {
  return (COMPUTED_SETS as readonly string[]).includes(text);
}
