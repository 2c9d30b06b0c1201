import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { ItemSchema } from './item.ts';

/** What is wrong with an item. `pointer` is a JSON Pointer (RFC 6901); `''` is the item itself. */
export interface ItemFault {
  pointer: string;
  message: string;
}

const MOST_FAULTS = 20;
/** Faults are looked for in this many entries of each list, so that no input makes millions of them. */
const MOST_ENTRIES = 200;
/** Deeper than the schema goes, and far less deep than what would overflow the stack. */
const DEEPEST = 10;
const LONGEST_TEXT = 10_000;

/** `strictRequired` wants properties repeated in `anyOf`; everything else that is strict stays. */
const OPTIONS = { strict: true, strictRequired: false } as const;
/** Stops at the first error: quick, and bounded for any input. */
const isItem = new Ajv2020(OPTIONS).compile(ItemSchema);
/** Goes on to the last error: only for inputs that were cut down. Compiled when the first item has a fault. */
let isItemAllErrors: ValidateFunction | undefined;

/** What a property with a pattern must look like, by the name of the property. */
const FORMS = new Map([
  ['date', 'a date: YYYY, YYYY-MM or YYYY-MM-DD'],
  ['embargoEnd', 'a date: YYYY, YYYY-MM or YYYY-MM-DD'],
  ['funderIdentifier', 'a whole URI such as https://ror.org/00k4n6c32'],
  ['issns', 'an ISSN with its hyphen, such as 1234-5679'],
  ['lang', 'a BCP 47 language tag such as tr or sr-Latn'],
  ['languages', 'an ISO 639-3 code of three small letters, such as tur'],
  ['links', 'a whole URL such as https://example.org/article/17, special characters percent-encoded'],
  ['mediaType', 'a media type such as application/pdf'],
  ['modified', 'a date or a UTC time such as 2021-06-30T12:00:00Z'],
  ['orcid', 'a bare ORCID such as 0000-0002-1825-0097'],
  ['ror', 'a ROR as a URL, such as https://ror.org/00k4n6c32'],
  ['scheme', 'a name in small letters such as doi, handle or isbn'],
  ['sets', "a setSpec: letters, digits and - _ . ! ~ * ' ( ), with single colons between its levels"],
  ['start', 'a date: YYYY, YYYY-MM or YYYY-MM-DD'],
  ['uri', 'a whole URI such as https://example.org/article/17.pdf, special characters percent-encoded'],
  ['visibleFrom', 'a day or a UTC time such as 2021-06-30T12:00:00Z'],
]);

const TYPES = new Map([
  ['array', 'a list'],
  ['integer', 'a whole number'],
  ['object', 'an object with named properties'],
  ['string', 'text'],
]);

/**
 * Where a JSON value breaks the schema of items, in words; empty when it does not, at most 20. Takes any value,
 * however large or deep.
 */
export function itemFaults(value: unknown): ItemFault[] {
  if (isItem(value)) return [];
  const first = isItem.errors ?? [];
  isItemAllErrors ??= new Ajv2020({ ...OPTIONS, allErrors: true }).compile(ItemSchema);
  const all = isItemAllErrors(cutDown(value, 0)) ? [] : (isItemAllErrors.errors ?? []);
  const errors = all.length > 0 ? all : first;
  return errors
    .filter(({ schemaPath }) => !schemaPath.includes('/anyOf/'))
    .slice(0, MOST_FAULTS)
    .map(faultOf);
}

function cutDown(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((entry) => cutDown(entry, depth + 1));
  const entries = Object.entries(value).slice(0, MOST_ENTRIES);
  // fromEntries, because assigning to a key "__proto__" would not make a property.
  return Object.fromEntries(entries.map(([key, entry]) => [key, cutDown(entry, depth + 1)]));
}

function faultOf({ instancePath, keyword, params, message }: ErrorObject): ItemFault {
  switch (keyword) {
    case 'required':
      return { pointer: `${instancePath}/${params['missingProperty']}`, message: 'is missing' };
    case 'additionalProperties': {
      const name = shortened(String(params['additionalProperty']));
      return { pointer: `${instancePath}/${escaped(name)}`, message: `is not a known property: ${name}` };
    }
    case 'anyOf':
      return { pointer: instancePath, message: 'must have a family name (family) or a whole name (literal)' };
    case 'type':
      return { pointer: instancePath, message: `must be ${TYPES.get(String(params['type'])) ?? params['type']}` };
    case 'enum':
      return { pointer: instancePath, message: `must be one of ${params['allowedValues'].join(', ')}` };
    case 'pattern':
      return { pointer: instancePath, message: `must be ${formOf(instancePath)}` };
    case 'minLength':
      return { pointer: instancePath, message: 'must not be empty' };
    case 'maxLength':
      return { pointer: instancePath, message: `must not have more than ${params['limit']} characters` };
    case 'minItems':
      return { pointer: instancePath, message: 'must have an entry' };
    case 'minimum':
      return { pointer: instancePath, message: `must be ${params['limit']} or more` };
    case 'uniqueItems':
      return { pointer: `${instancePath}/${params['i']}`, message: `repeats entry ${params['j']}` };
    default:
      return { pointer: instancePath, message: message ?? 'is not allowed' };
  }
}

/** The name in `/titles/0/lang`; of `/languages/0`, which is an entry, the name of its list. */
function formOf(instancePath: string): string {
  const name = instancePath.split('/').findLast((segment) => !/^[0-9]*$/.test(segment)) ?? '';
  return FORMS.get(name) ?? 'of another form';
}

function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100).toWellFormed()}…` : name.toWellFormed();
}

function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
