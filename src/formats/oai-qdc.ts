import { agentName } from '../items/agent-name.ts';
import { citations } from '../items/citation.ts';
import { identifierUrl } from '../items/identifier-url.ts';
import type { Item } from '../items/item.ts';
import { titleStatement } from '../items/title-statement.ts';
import { branch, leaf } from '../xml/markup.ts';
import { anyUri } from './any-uri.ts';
import type { Crosswalk, RenderContext } from './format.ts';
import { eurepoAccess, eurepoClassification, eurepoGrant, eurepoType, eurepoVersion } from './info-eu-repo.ts';
import { isPeriod } from './is-period.ts';
import { isUri } from './is-uri.ts';
import { itemUrls } from './item-urls.ts';

const NAMESPACE = 'urn:oai-pmh-endpoint:oai_qdc:1';

/** Encoding schemes of DCMI, by their names in xsi:type. Where one stands, xml:lang may not. */
type Scheme = 'W3CDTF' | 'DCMIType' | 'IMT' | 'URI' | 'ISO639-3' | 'LCSH' | 'MESH' | 'DDC' | 'LCC' | 'UDC';

/** An element, its text, and either its language or its encoding scheme. */
type Statement = readonly [element: string, text: string, how?: { lang?: string | undefined; scheme?: Scheme }];

/**
 * Qualified Dublin Core. There is no container that all use, so the project publishes one
 * (`schemas/oai_qdc.xsd`); `schemasUrl` is the URL of the folder that it is served from.
 */
export function createOaiQdc(schemasUrl: string): Crosswalk {
  const schema = `${schemasUrl}oai_qdc.xsd`;
  const namespaces = {
    'xmlns:qdc': NAMESPACE,
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    'xmlns:dcterms': 'http://purl.org/dc/terms/',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': `${NAMESPACE} ${schema}`,
  };
  return {
    metadataPrefix: 'oai_qdc',
    schema,
    metadataNamespace: NAMESPACE,
    version: 1,
    render(item, context) {
      return branch(
        'qdc:qualifieddc',
        namespaces,
        distinct(statements(item, context)).map(([element, text, how]) =>
          leaf(element, text, {
            'xml:lang': how?.lang,
            'xsi:type': how?.scheme === undefined ? undefined : `dcterms:${how.scheme}`,
          }),
        ),
      );
    },
  };
}

function* statements(item: Item, { landingPage }: RenderContext): Generator<Statement> {
  yield* titles(item);
  for (const agent of item.agents ?? []) {
    yield [(agent.role ?? 'author') === 'author' ? 'dc:creator' : 'dc:contributor', agentName(agent)];
  }
  yield* subjects(item);
  for (const { text, lang } of item.abstracts ?? []) yield ['dcterms:abstract', text, { lang }];
  for (const { name, lang } of item.publishers ?? []) yield ['dc:publisher', name, { lang }];
  yield* dates(item);
  yield* types(item);
  for (const { mediaType } of item.files ?? []) if (mediaType) yield ['dc:format', mediaType, { scheme: 'IMT' }];
  if (item.extent?.pages !== undefined) yield ['dcterms:extent', `${item.extent.pages} p.`];
  if (item.extent?.text !== undefined) yield ['dcterms:extent', item.extent.text];
  yield* identifiers(item, landingPage);
  for (const { text, lang } of citations(item)) yield ['dcterms:bibliographicCitation', text, { lang }];
  for (const { text, lang } of item.host?.titles ?? []) yield ['dcterms:isPartOf', text, { lang }];
  for (const issn of item.host?.issns ?? []) yield ['dcterms:isPartOf', `urn:ISSN:${issn}`, { scheme: 'URI' }];
  for (const language of item.languages ?? []) yield ['dc:language', language, { scheme: 'ISO639-3' }];
  for (const grant of item.funding ?? []) yield ['dc:relation', eurepoGrant(grant)];
  for (const { type, scheme, value } of item.relations ?? []) {
    yield [RELATIONS[type], ...address(scheme, value)];
  }
  for (const { text, lang } of item.coverage ?? []) {
    // Periods are told by their form; whether other words name a place or a time is not known.
    yield [isPeriod(text) ? 'dcterms:temporal' : 'dc:coverage', text, { lang }];
  }
  yield* rights(item);
}

function* titles(item: Item): Generator<Statement> {
  const { text, lang, others } = titleStatement(item);
  yield ['dc:title', text, { lang }];
  for (const title of others) {
    yield [(title.kind ?? 'main') === 'main' ? 'dc:title' : 'dcterms:alternative', title.text, { lang: title.lang }];
  }
}

const SUBJECT_SCHEMES: Readonly<Record<string, Scheme>> = {
  lcsh: 'LCSH',
  mesh: 'MESH',
  ddc: 'DDC',
  lcc: 'LCC',
  udc: 'UDC',
};

function* subjects({ subjects = [], keywords = [] }: Item): Generator<Statement> {
  for (const subject of subjects) {
    const { text, lang, scheme: name = '', uri } = subject;
    const scheme = Object.hasOwn(SUBJECT_SCHEMES, name) ? SUBJECT_SCHEMES[name] : undefined;
    if (scheme) yield ['dc:subject', text, { scheme }];
    else yield ['dc:subject', eurepoClassification(subject) ?? text, { lang }];
    if (uri !== undefined) yield ['dc:subject', ...typedUri(uri)];
  }
  for (const { text, lang } of keywords) yield ['dc:subject', text, { lang }];
}

const DATES = {
  issued: 'dcterms:issued',
  created: 'dcterms:created',
  submitted: 'dcterms:dateSubmitted',
  accepted: 'dcterms:dateAccepted',
  available: 'dcterms:available',
  updated: 'dcterms:modified',
} as const;

function* dates({ dates = [], access }: Item): Generator<Statement> {
  for (const { kind, date } of dates) yield [DATES[kind], date, { scheme: 'W3CDTF' }];
  if (access?.status === 'embargoed' && access.embargoEnd !== undefined) {
    yield ['dcterms:available', access.embargoEnd, { scheme: 'W3CDTF' }];
  }
}

function* types({ type, version }: Item): Generator<Statement> {
  if (type) {
    yield ['dc:type', eurepoType(type), { scheme: 'URI' }];
    const dcmi = type === 'dataset' ? 'Dataset' : type === 'software' ? 'Software' : 'Text';
    if (type !== 'other') yield ['dc:type', dcmi, { scheme: 'DCMIType' }];
  }
  if (version) yield ['dc:type', eurepoVersion(version), { scheme: 'URI' }];
}

function* identifiers(item: Item, landingPage: string): Generator<Statement> {
  for (const url of itemUrls(item, landingPage)) yield ['dc:identifier', ...typedUri(url)];
  for (const { scheme, value } of item.identifiers ?? []) {
    if (scheme !== 'doi') yield ['dc:identifier', ...address(scheme, value)];
  }
}

/** Translations count as versions: what changes is more than the format. */
const RELATIONS = {
  relates: 'dc:relation',
  references: 'dcterms:references',
  isReferencedBy: 'dcterms:isReferencedBy',
  isPartOf: 'dcterms:isPartOf',
  hasPart: 'dcterms:hasPart',
  isVersionOf: 'dcterms:isVersionOf',
  hasVersion: 'dcterms:hasVersion',
  isTranslationOf: 'dcterms:isVersionOf',
  hasTranslation: 'dcterms:hasVersion',
  isSupplementTo: 'dc:relation',
  isSupplementedBy: 'dc:relation',
  isFormatOf: 'dcterms:isFormatOf',
  replaces: 'dcterms:replaces',
  isReplacedBy: 'dcterms:isReplacedBy',
} as const;

/** Values that are URIs by themselves. What else has a colon may be a heading. */
const WHOLE = /^(?:[a-z][a-z0-9+.-]*:\/\/|urn:|info:)/i;

/** An identifier as a URI where it has one, else with the name of its scheme; a description as it is. */
function address(scheme: string | undefined, value: string): [text: string, how?: { scheme: Scheme }] {
  const url = WHOLE.test(value) ? value : scheme && identifierUrl(scheme, value);
  if (url && isUri(url)) return typedUri(url);
  return [scheme === undefined || scheme === 'url' ? value : `${scheme}:${value}`];
}

/** As a URI, unless strict readers would find none in it. */
function typedUri(url: string): [text: string, how?: { scheme: Scheme }] {
  const uri = anyUri(url);
  return uri === undefined ? [url] : [uri, { scheme: 'URI' }];
}

function* rights({ access, licence }: Item): Generator<Statement> {
  if (access) yield ['dcterms:accessRights', eurepoAccess(access.status), { scheme: 'URI' }];
  if (licence?.uri) yield ['dcterms:license', ...typedUri(licence.uri)];
  if (licence?.text) yield ['dc:rights', licence.text];
}

/** No statement twice. */
function distinct(statements: Iterable<Statement>): Statement[] {
  // By element, since texts remember their hash, and a text put together anew does not.
  const seen = new Map<string, Set<string>>();
  return [...statements].filter(([element, text]) => {
    const texts = seen.get(element);
    if (text === '' || texts?.has(text)) return false;
    if (texts) texts.add(text);
    else seen.set(element, new Set([text]));
    return true;
  });
}
