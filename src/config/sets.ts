import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isSetSpec, LONGEST_SET_SPEC } from '../oai/set-spec.ts';
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

const KEYS = ['name', 'description', 'each', 'names', 'where', 'items', 'file', 'computed'];
const RULES = ['each', 'where', 'items', 'file', 'computed'];

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
    if (!isSetSpec(setSpec) || setSpec.length > LONGEST_SET_SPEC)
      section.fault("a setSpec is made of A-Z a-z 0-9 - _ . ! ~ * ' ( ), with single colons between its parts.");
    const rule = readRule(section, setSpec, dirname(configFile));
    const setName = section.text('name') ?? setSpec;
    return rule ? [{ setSpec, setName, description: section.text('description'), rule }] : [];
  });
}

function readRule(section: ConfigSection, setSpec: string, folder: string): SetRule | undefined {
  const given = RULES.filter((key) => section.has(key));
  if (given.length > 1) {
    section.fault(`only one of ${RULES.join(', ')} can say what is in it.`);
    return undefined;
  }
  switch (given[0]) {
    case 'each': {
      const field = fieldOf(section.text('each') ?? '', section);
      return field && { kind: 'each', field, names: section.map('names') };
    }
    case 'where': {
      const condition = conditionOf(section.section('where', [...SET_FIELDS, 'not']));
      return condition && { kind: 'where', condition };
    }
    case 'items':
      return { kind: 'list', identifiers: section.texts('items') };
    case 'file':
      return listFile(section, resolve(folder, section.text('file') ?? ''));
    case 'computed': {
      const set = section.text('computed') ?? setSpec;
      if (isComputed(set)) return { kind: 'computed', set };
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
  for (const field of SET_FIELDS) if (section.has(field)) fields[field] = section.texts(field);
  const not = conditionOf(section.section('not', [...SET_FIELDS, 'not']));
  if (Object.keys(fields).length > 0 || not) return { fields, ...(not ? { not } : {}) };
  section.fault(`name a field and what it must be, such as "type: review". The fields are ${SET_FIELDS.join(', ')}.`);
  return undefined;
}

function fieldOf(text: string, section: ConfigSection): SetField | undefined {
  const field = SET_FIELDS.find((known) => known === text);
  if (!field) section.fault(`each "${text}" must be one of ${SET_FIELDS.join(', ')}.`);
  return field;
}

/** One identifier a line; lines that begin with # are for people. */
function listFile(section: ConfigSection, path: string): SetRule | undefined {
  if (!existsSync(path)) {
    section.fault(`the file ${path} does not exist.`);
    return undefined;
  }
  const lines = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim());
  return { kind: 'list', identifiers: lines.filter((line) => line !== '' && !line.startsWith('#')) };
}

function isComputed(text: string): text is ComputedSet {
  return (COMPUTED_SETS as readonly string[]).includes(text);
}
