import type { Incoming } from '../import-format.ts';
import { shorten } from '../shorten.ts';
import { parseLine } from './parse-line.ts';

/** What the keys of a line make of it; all other lines are items. */
const DELETION_KEYS: ReadonlySet<string> = new Set(['identifier', 'deleted', 'sets']);
const SET_KEYS: ReadonlySet<string> = new Set(['setSpec', 'setName']);

/** What one line says. What cannot be read is refused, with the line as it stands. */
export function* readLine(text: string, line: number): Generator<Incoming> {
  const parsed = parseLine(text);
  if (!parsed.ok) {
    yield { kind: 'refusal', line, reason: parsed.reason, raw: text };
    return;
  }
  for (const one of incoming(parsed.object, line)) yield one.kind === 'refusal' ? { ...one, raw: text } : one;
}

function* incoming(object: Record<string, unknown>, line: number): Generator<Incoming> {
  if (Object.hasOwn(object, 'setSpec') && !Object.hasOwn(object, 'identifier')) yield* set(object, line);
  else if (!Object.hasOwn(object, 'identifier')) yield { kind: 'refusal', line, reason: 'it has no identifier' };
  else if (typeof object['identifier'] !== 'string' || object['identifier'].trim() === '') {
    const reason = `its identifier is ${object['identifier'] === '' ? 'empty' : 'not a text with letters or digits'}`;
    yield { kind: 'refusal', line, reason };
  } else if (Object.hasOwn(object, 'deleted')) yield* deletion(object, object['identifier'], line);
  else yield itemOf(object, object['identifier'], line);
}

/** An item, and what stands beside its properties: payloads that are served as they are, by metadataPrefix. */
function itemOf({ payloads, ...item }: Record<string, unknown>, identifier: string, line: number): Incoming {
  if (payloads === undefined) return { kind: 'item', line, item: { ...item, identifier } };
  if (
    typeof payloads !== 'object' ||
    payloads === null ||
    !isTexts(Object.values(payloads)) ||
    Array.isArray(payloads)
  ) {
    const reason = '"payloads" must be an object that gives XML texts by metadataPrefix';
    return { kind: 'refusal', line, identifier, reason };
  }
  // Line ends as every parser reads them: a bare CR has no place in an answer (CONFORMANCE XML-21).
  const texts = Object.entries(payloads as Record<string, string>).map(
    ([metadataPrefix, xml]) => [metadataPrefix, xml.replaceAll(/\r\n?/g, '\n')] as const,
  );
  const verbatim = texts.length === 0 ? {} : { verbatim: { payloads: Object.fromEntries(texts) } };
  return { kind: 'item', line, item: { ...item, identifier }, ...verbatim };
}

function* deletion(object: Record<string, unknown>, identifier: string, line: number): Generator<Incoming> {
  const { deleted, sets } = object;
  if (deleted !== true) {
    const reason = '"deleted" can only be true; leave it out where the item is not deleted';
    yield { kind: 'refusal', line, identifier, reason };
  } else if (sets !== undefined && !isTexts(sets)) {
    yield { kind: 'refusal', line, identifier, reason: '"sets" must be a list of setSpecs' };
  } else {
    yield { kind: 'deletion', line, identifier, ...(sets !== undefined && { sets }) };
    yield* leftOut(object, DELETION_KEYS, 'a deletion', line);
  }
}

function* set(object: Record<string, unknown>, line: number): Generator<Incoming> {
  const { setSpec, setName } = object;
  if (typeof setSpec !== 'string' || setSpec === '') {
    yield { kind: 'refusal', line, reason: '"setSpec" must be a text and not empty' };
  } else if (typeof setName !== 'string' || setName.trim() === '') {
    yield { kind: 'refusal', line, reason: `the set ${shorten(setSpec)} needs a "setName" that is not empty` };
  } else {
    yield { kind: 'set', line, setSpec, setName };
    yield* leftOut(object, SET_KEYS, 'a set', line);
  }
}

function* leftOut(object: object, known: ReadonlySet<string>, what: string, line: number): Generator<Incoming> {
  const others = Object.keys(object).filter((key) => !known.has(key));
  if (others.length === 0) return;
  yield { kind: 'note', line, text: `${what} has no place for ${shorten(others.join(', '))}: left out` };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
