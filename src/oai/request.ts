import type { Argument } from './arguments.ts';
import { type DateArgument, parseDatestamp, type UtcSeconds } from './datestamp.ts';
import type { Granularity } from './granularity.ts';
import { isIdentifierSyntax } from './identifier.ts';
import { isMetadataPrefix } from './metadata-format.ts';
import { type OaiError, oaiError } from './oai-error.ts';
import { isXmlText, quote } from './quote.ts';
import { isSetSpec, type SetSpec } from './set-spec.ts';
import { isVerb, VERBS, type Verb } from './verb.ts';

/** Which records a list asks for (protocol 2.7). */
export interface Selection {
  metadataPrefix: string;
  /** First second that is wanted. */
  from?: UtcSeconds;
  /** First second that is not wanted any more: the whole unit that `until` names is inside. */
  until?: UtcSeconds;
  set?: SetSpec;
}

export type ListVerb = 'ListIdentifiers' | 'ListRecords';

/** A request whose arguments are all legal. A resumptionToken is opened later, with the store's key. */
export type OaiRequest =
  | { verb: 'Identify' }
  | { verb: 'GetRecord'; identifier: string; metadataPrefix: string }
  | { verb: 'ListMetadataFormats'; identifier?: string }
  | { verb: 'ListSets'; resumptionToken?: string }
  | { verb: ListVerb; selection: Selection; resumptionToken?: undefined }
  | { verb: ListVerb; resumptionToken: string };

/** Attributes of the `request` element: the arguments as given, or none (protocol 3.2). */
export type RequestAttributes = Readonly<Record<string, string>>;

export type CheckedRequest =
  | { request: OaiRequest; attributes: RequestAttributes }
  | { errors: OaiError[]; attributes: RequestAttributes };

export type ArgumentName = 'identifier' | 'metadataPrefix' | 'from' | 'until' | 'set' | 'resumptionToken';

/** The argument table of protocol 4. An exclusive argument stands alone beside the verb. */
export const ARGUMENTS: Readonly<
  Record<Verb, { required: readonly ArgumentName[]; optional: readonly ArgumentName[]; exclusive?: ArgumentName }>
> = {
  Identify: { required: [], optional: [] },
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [] },
  ListMetadataFormats: { required: [], optional: ['identifier'] },
  ListSets: { required: [], optional: [], exclusive: 'resumptionToken' },
  ListIdentifiers: { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], exclusive: 'resumptionToken' },
  ListRecords: { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], exclusive: 'resumptionToken' },
};

/** An answer names at most this many errors, so that ten thousand bad arguments cost little. */
const MOST_ERRORS = 10;

/**
 * Checks the arguments of a request (protocol 3.6, 4). All errors of syntax are reported together;
 * a badVerb hides the rest. With badVerb or badArgument there are no attributes to show.
 */
export function checkRequest(received: readonly Argument[], granularity: Granularity): CheckedRequest {
  const verb = checkVerb(received.filter((argument) => argument.name === 'verb'));
  if (typeof verb !== 'string') return { errors: [verb], attributes: {} };
  const others = received.filter((argument) => argument.name !== 'verb');
  const errors = [...checkNames(verb, others), ...checkValues(verb, others, granularity)];
  if (errors.length > 0) return { errors: bounded(errors), attributes: {} };
  const values: Partial<Record<ArgumentName, string>> = Object.fromEntries(
    others.map((argument) => [argument.name, argument.value]),
  );
  const attributes = Object.fromEntries(received.map(({ name, value }) => [name, value ?? '']));
  // Known only now: legal, but not a token that anybody was ever given.
  if (values.resumptionToken === '') {
    return { errors: [oaiError('badResumptionToken', 'The resumptionToken is empty.')], attributes };
  }
  return { request: toRequest(verb, values), attributes };
}

function checkVerb(given: readonly Argument[]): Verb | OaiError {
  const [first, second] = given;
  const list = `One of ${VERBS.join(', ')} is expected.`;
  if (!first) return oaiError('badVerb', `The verb argument is missing. ${list}`);
  if (second) return oaiError('badVerb', 'The verb argument is repeated.');
  if (!first.value) return oaiError('badVerb', `The verb argument is empty or not readable. ${list}`);
  return isVerb(first.value) ? first.value : oaiError('badVerb', `${quote(first.value)} is not a verb. ${list}`);
}

function checkNames(verb: Verb, given: readonly Argument[]): OaiError[] {
  const { required, optional, exclusive } = ARGUMENTS[verb];
  const legal: readonly string[] = [...required, ...optional, ...(exclusive ? [exclusive] : [])];
  const counts = new Map<string, number>();
  for (const { name } of given) counts.set(name, (counts.get(name) ?? 0) + 1);
  const errors: OaiError[] = [];
  for (const [name, count] of counts) {
    if (!legal.includes(name)) errors.push(badArgument(`${verb} has no argument ${quote(name)}.`));
    else if (count > 1) errors.push(badArgument(`The argument ${name} is repeated.`));
  }
  if (exclusive && counts.has(exclusive)) {
    const beside = legal.filter((name) => name !== exclusive && counts.has(name));
    if (beside.length > 0)
      errors.push(badArgument(`${exclusive} is exclusive; ${beside.join(', ')} must not stand beside it.`));
  } else {
    const missing = required.filter((name) => !counts.has(name));
    for (const name of missing) errors.push(badArgument(`${verb} needs the argument ${name}.`));
  }
  return errors;
}

function checkValues(verb: Verb, given: readonly Argument[], granularity: Granularity): OaiError[] {
  const errors: OaiError[] = [];
  const dates: Partial<Record<'from' | 'until', DateArgument>> = {};
  const legal = ARGUMENTS[verb];
  for (const { name, value } of given) {
    if (![...legal.required, ...legal.optional, legal.exclusive].includes(name as ArgumentName)) continue;
    if (value === undefined) {
      errors.push(badArgument(`The value of ${name} has escapes that are not hexadecimal or not UTF-8.`));
      continue;
    }
    const fault =
      value === '' && name !== 'resumptionToken'
        ? 'is empty'
        : faultOf(name as ArgumentName, value, granularity, dates);
    if (fault) errors.push(badArgument(`The value ${quote(value)} of ${name} ${fault}.`));
  }
  const { from, until } = dates;
  if (from && until && from.granularity !== until.granularity) {
    errors.push(badArgument('from and until must have the same granularity.'));
  } else if (from && until && from.start > until.start) {
    errors.push(badArgument('from must not be later than until.'));
  }
  return errors;
}

function faultOf(
  name: ArgumentName,
  value: string,
  granularity: Granularity,
  dates: Partial<Record<'from' | 'until', DateArgument>>,
): string | undefined {
  switch (name) {
    case 'from':
    case 'until': {
      const date = parseDatestamp(value);
      if (!date) return 'is not a UTC date of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ';
      if (date.granularity === 'seconds' && granularity === 'day')
        return 'is finer than this repository, which knows days (YYYY-MM-DD)';
      dates[name] = date;
      return undefined;
    }
    case 'set':
      return isSetSpec(value) ? undefined : 'is not a legal setSpec';
    case 'metadataPrefix':
      return isMetadataPrefix(value) ? undefined : 'is not a legal metadataPrefix';
    case 'identifier':
      return isIdentifierSyntax(value) ? undefined : 'is not a legal URI';
    case 'resumptionToken':
      return isXmlText(value) ? undefined : 'has characters that XML cannot hold';
  }
}

function toRequest(verb: Verb, values: Partial<Record<ArgumentName, string>>): OaiRequest {
  const { identifier, metadataPrefix = '', from, until, set, resumptionToken } = values;
  switch (verb) {
    case 'Identify':
      return { verb };
    case 'GetRecord':
      return { verb, identifier: identifier ?? '', metadataPrefix };
    case 'ListMetadataFormats':
      return identifier === undefined ? { verb } : { verb, identifier };
    case 'ListSets':
      return resumptionToken === undefined ? { verb } : { verb, resumptionToken };
    case 'ListIdentifiers':
    case 'ListRecords': {
      if (resumptionToken !== undefined) return { verb, resumptionToken };
      const start = from === undefined ? undefined : parseDatestamp(from)?.start;
      const end = until === undefined ? undefined : parseDatestamp(until)?.end;
      return {
        verb,
        selection: {
          metadataPrefix,
          ...(start === undefined ? {} : { from: start }),
          ...(end === undefined ? {} : { until: end }),
          ...(set === undefined ? {} : { set }),
        },
      };
    }
  }
}

function badArgument(message: string): OaiError {
  return oaiError('badArgument', message);
}

function bounded(errors: OaiError[]): OaiError[] {
  if (errors.length <= MOST_ERRORS) return errors;
  return [...errors.slice(0, MOST_ERRORS), badArgument('… and more errors.')];
}
