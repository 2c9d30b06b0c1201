import { agentName } from '../items/agent-name.ts';
import { citations, publicationDate } from '../items/citation.ts';
import { identifierUrl } from '../items/identifier-url.ts';
import type { Item } from '../items/item.ts';
import { titleStatement } from '../items/title-statement.ts';
import { branch, leaf } from '../xml/markup.ts';
import type { Crosswalk, RenderContext } from './format.ts';
import {
  eurepoAccess,
  eurepoClassification,
  eurepoGrant,
  eurepoIdentifier,
  eurepoType,
  eurepoVersion,
} from './info-eu-repo.ts';
import { itemUrls } from './item-urls.ts';

const NAMESPACE = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
const SCHEMA = 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd';

/** One of the fifteen elements: name, text, language. */
type Statement = readonly [element: string, text: string, lang?: string | undefined];

/**
 * Simple Dublin Core (protocol 3.4), clean by the rules of OpenAIRE Literature v3 and BASE: order and
 * vocabulary strings matter to them.
 */
export const oaiDc: Crosswalk = {
  metadataPrefix: 'oai_dc',
  schema: SCHEMA,
  metadataNamespace: NAMESPACE,
  version: 1,
  render(item, context) {
    return branch(
      'oai_dc:dc',
      {
        'xmlns:oai_dc': NAMESPACE,
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': `${NAMESPACE} ${SCHEMA}`,
      },
      distinct(statements(item, context)).map(([name, text, lang]) => leaf(`dc:${name}`, text, { 'xml:lang': lang })),
    );
  },
};

function* statements(item: Item, { landingPage }: RenderContext): Generator<Statement> {
  yield* titles(item);
  for (const agent of item.agents ?? []) {
    yield [(agent.role ?? 'author') === 'author' ? 'creator' : 'contributor', agentName(agent)];
  }
  for (const subject of item.subjects ?? []) {
    const notation = eurepoClassification(subject);
    yield ['subject', notation ?? subject.text, notation === undefined ? subject.lang : undefined];
  }
  for (const { text, lang } of item.keywords ?? []) yield ['subject', text, lang];
  for (const { text, lang } of item.abstracts ?? []) yield ['description', text, lang];
  for (const { name, lang } of item.publishers ?? []) yield ['publisher', name, lang];
  yield* dates(item);
  yield* types(item);
  yield* formats(item);
  for (const url of itemUrls(item, landingPage)) yield ['identifier', url];
  for (const { text, lang } of citations(item)) yield ['source', text, lang];
  for (const issn of item.host?.issns ?? []) yield ['source', `ISSN ${issn}`];
  for (const language of item.languages ?? []) yield ['language', language];
  yield* relations(item);
  for (const { text, lang } of item.coverage ?? []) yield ['coverage', text, lang];
  if (item.access) yield ['rights', eurepoAccess(item.access.status)];
  if (item.licence?.uri) yield ['rights', item.licence.uri];
  if (item.licence?.text) yield ['rights', item.licence.text];
}

/** The main title first, with its subtitle; then the others as they come. */
function* titles(item: Item): Generator<Statement> {
  const { text, lang, others } = titleStatement(item);
  yield ['title', text, lang];
  for (const title of others) yield ['title', title.text, title.lang];
}

function* dates(item: Item): Generator<Statement> {
  const date = publicationDate(item);
  if (date !== undefined) yield ['date', date];
  const end = item.access?.status === 'embargoed' ? item.access.embargoEnd : undefined;
  if (end !== undefined) yield ['date', `info:eu-repo/date/embargoEnd/${end}`];
}

function* types({ type, version }: Item): Generator<Statement> {
  if (type) yield ['type', eurepoType(type)];
  // info:eu-repo has no words for these; the DCMI type says it.
  if (type === 'dataset') yield ['type', 'Dataset'];
  if (type === 'software') yield ['type', 'Software'];
  if (version) yield ['type', eurepoVersion(version)];
}

function* formats({ files = [], extent }: Item): Generator<Statement> {
  for (const { mediaType } of files) if (mediaType !== undefined) yield ['format', mediaType];
  if (extent?.pages !== undefined) yield ['format', `${extent.pages} p.`];
  if (extent?.text !== undefined) yield ['format', extent.text];
}

function* relations(item: Item): Generator<Statement> {
  for (const { scheme, value } of item.identifiers ?? []) {
    if (scheme !== 'doi') yield ['relation', eurepoIdentifier('altIdentifier', scheme, value)];
  }
  for (const grant of item.funding ?? []) yield ['relation', eurepoGrant(grant)];
  for (const { type, scheme, value } of item.relations ?? []) yield ['relation', relation(type, scheme, value)];
}

function relation(type: string, scheme: string | undefined, value: string): string {
  if (scheme === undefined || scheme === 'url' || /^[a-z]+:\/\//i.test(value)) return value;
  // altIdentifier would say that it is the item's own.
  if (type === 'references') return eurepoIdentifier('reference', scheme, value);
  return identifierUrl(scheme, value) ?? `${scheme}:${value}`;
}

/** No statement twice: a keyword that is a subject too, a second title equal to the first. */
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
