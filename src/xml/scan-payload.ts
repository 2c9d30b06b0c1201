import { DEEPEST } from './deepest.ts';
import type { PayloadRoot } from './payload-root.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Namespaces that a declaration must not name. */
const RESERVED = new Set(['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/']);

/** Characters that may be forbidden, surrogates included; a bare CR, which a parser would change, is one of them. */
const SUSPECT = /[^\t\n\x20-\ud7ff\ue000-\ufffd]/;
/** The same, knowing pairs from lone surrogates: slower. */
const SUSPECT_BY_CODE_POINT = /[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#(?:9|10|13));/y;
const START_TAG =
  /^<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:[ \t\n]+[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?="[^"<>]*")*)[ \t\n]*(\/?)>$/;
const ATTRIBUTE = /([\w.:-]+)="([^"]*)"/g;
const SLASH = 0x2f;

/** What a start tag says, wherever it stands. */
interface StartTag {
  readonly endTag: string;
  readonly isEmpty: boolean;
  readonly prefix: string;
  /** Namespaces that it declares, by prefix. */
  readonly declarations: Readonly<Record<string, string>>;
  readonly declared: readonly string[];
  /** Prefixes that it or somebody around it must declare. */
  readonly used: readonly string[];
  readonly schemaLocations: readonly { prefix: string; value: string }[];
}

/** Payloads are made of the same few start tags again and again. */
const known = new Map<string, StartTag>();
const MOST_KNOWN = 2000;
const LONGEST_KNOWN = 1000;

/**
 * Reads a payload of the plain kind that crosswalks write, many times as fast as a parser: names in ASCII, values in
 * double quotes, no comments, no CDATA, no references but the usual ones. Answers its root when it is surely
 * well-formed with namespaces, nothing around it. Undefined says nothing: then a conforming parser has to judge.
 */
export function scanPayload(xml: string): PayloadRoot | undefined {
  if (SUSPECT.test(xml) && SUSPECT_BY_CODE_POINT.test(xml)) return undefined;
  if (xml.includes(']]>') || !hasPlainReferences(xml)) return undefined;
  let root: StartTag | undefined;
  const open: StartTag[] = [];
  const scope: string[] = [];
  let at = 0;
  do {
    const start = xml.indexOf('<', at);
    if (start < 0) return undefined;
    if (xml.charCodeAt(start + 1) === SLASH) {
      const tag = open.pop();
      if (tag === undefined || !xml.startsWith(tag.endTag, start)) return undefined;
      scope.length -= tag.declared.length;
      at = start + tag.endTag.length;
      continue;
    }
    at = xml.indexOf('>', start) + 1;
    const tag = startTag(xml.slice(start, at));
    if (tag === undefined || (root === undefined && start > 0)) return undefined;
    root ??= tag;
    for (const prefix of tag.declared) scope.push(prefix);
    for (const prefix of tag.used) if (!scope.includes(prefix)) return undefined;
    if (tag.isEmpty) scope.length -= tag.declared.length;
    else if (open.length === DEEPEST) return undefined;
    else open.push(tag);
  } while (open.length > 0);
  return root && at === xml.length ? rootOf(root) : undefined;
}

function hasPlainReferences(xml: string): boolean {
  for (let at = xml.indexOf('&'); at >= 0; at = xml.indexOf('&', at + 1)) {
    REFERENCE.lastIndex = at;
    if (!REFERENCE.test(xml)) return false;
  }
  return true;
}

function rootOf({ prefix, declarations, schemaLocations }: StartTag): PayloadRoot {
  const schemaLocation = schemaLocations.find((attribute) => declarations[attribute.prefix] === XSI)?.value ?? '';
  return { namespace: declarations[prefix] ?? '', schemaLocation, declarations };
}

function startTag(text: string): StartTag | undefined {
  const found = known.get(text);
  if (found !== undefined) return found;
  const tag = readStartTag(text);
  if (tag === undefined || text.length > LONGEST_KNOWN) return tag;
  if (known.size >= MOST_KNOWN) known.clear();
  // A copy: a part of the payload would keep all of it in memory.
  known.set(Buffer.from(text).toString(), tag);
  return tag;
}

function readStartTag(text: string): StartTag | undefined {
  const [, name = '', attributes = '', slash] = START_TAG.exec(text) ?? [];
  const { prefix } = partsOf(name);
  // Names that begin so are reserved; `xml` and `xmlns` have rules of their own.
  if (name === '' || /^xml/i.test(prefix)) return undefined;
  const declarations: Record<string, string> = Object.create(null);
  const used = new Set(prefix === '' ? [] : [prefix]);
  const schemaLocations: { prefix: string; value: string }[] = [];
  const names = new Set<string>();
  for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    const parts = partsOf(attribute);
    const isOfXml = attribute === 'xml:lang';
    const declares = attribute === 'xmlns' ? '' : parts.prefix === 'xmlns' ? parts.local : undefined;
    // Two prefixes may stand for one namespace, but never for that of `xml`.
    const name = declares === undefined && !isOfXml && parts.prefix !== '' ? `:${parts.local}` : attribute;
    if (names.has(name)) return undefined;
    names.add(name);
    if (declares !== undefined) {
      if (/^xml/i.test(declares) || !/^[^\s&]+$/.test(value) || RESERVED.has(value)) return undefined;
      declarations[declares] = value;
    } else if (parts.prefix !== '' && !isOfXml) {
      if (/^xml/i.test(parts.prefix)) return undefined;
      used.add(parts.prefix);
    }
    if (declares === undefined && parts.local === 'schemaLocation') {
      if (/[&\t\n]/.test(value)) return undefined;
      schemaLocations.push({ prefix: parts.prefix, value });
    }
  }
  const endTag = `</${name}>`;
  const isEmpty = slash === '/';
  const declared = Object.keys(declarations);
  return { endTag, isEmpty, prefix, declarations, declared, used: [...used], schemaLocations };
}

function partsOf(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(':');
  return { prefix: colon < 0 ? '' : name.slice(0, colon), local: name.slice(colon + 1) };
}
