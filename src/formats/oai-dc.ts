import type { Item } from '../items/item.ts';
import { branch, leaf } from '../xml/markup.ts';
import { citation, publicationDate } from './citation.ts';
import type { Crosswalk, RenderContext } from './format.ts';
import { identifierUrl } from './identifier-url.ts';

const NAMESPACE = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
const SCHEMA = 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd';
const SEMANTICS = 'info:eu-repo/semantics/';

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
    yield [(agent.role ?? 'author') === 'author' ? 'creator' : 'contributor', nameOf(agent)];
  }
  for (const subject of item.subjects ?? []) yield subjectOf(subject);
  for (const { text, lang } of item.keywords ?? []) yield ['subject', text, lang];
  for (const { text, lang } of item.abstracts ?? []) yield ['description', text, lang];
  for (const { name, lang } of item.publishers ?? []) yield ['publisher', name, lang];
  yield* dates(item);
  yield* types(item);
  yield* formats(item);
  yield* identifiers(item, landingPage);
  yield* sources(item);
  for (const language of item.languages ?? []) yield ['language', language];
  yield* relations(item);
  for (const { text, lang } of item.coverage ?? []) yield ['coverage', text, lang];
  if (item.access) yield ['rights', `${SEMANTICS}${item.access.status}Access`];
  if (item.licence?.uri) yield ['rights', item.licence.uri];
  if (item.licence?.text) yield ['rights', item.licence.text];
}

/** Classifications that info:eu-repo has a word for. Their notations say nothing without it. */
const CLASSIFICATIONS: ReadonlySet<string> = new Set(
  'acmccs98 agrovoc bicssc bisac bk clc ddc ethlo gok itiam jel jita lcc lcsh linsearch loc mesh msc pacs ssgn stw thub tsr udc'.split(
    ' ',
  ),
);

function subjectOf({ text, lang, scheme = '' }: NonNullable<Item['subjects']>[number]): Statement {
  const isNotation = !/\s/.test(text) && /\d/.test(text);
  if (isNotation && CLASSIFICATIONS.has(scheme)) return ['subject', `info:eu-repo/classification/${scheme}/${text}`];
  return ['subject', text, lang];
}

/** The main title first, with its subtitle; then the others as they come. */
function* titles({ titles }: Item): Generator<Statement> {
  const main = titles.find(({ kind = 'main' }) => kind === 'main') ?? titles[0];
  if (!main) return;
  const subtitle = titles.find((title) => title.kind === 'subtitle' && title.lang === main.lang && title !== main);
  yield ['title', subtitle ? `${main.text}: ${subtitle.text}` : main.text, main.lang];
  for (const title of titles) {
    if (title !== main && title !== subtitle) yield ['title', title.text, title.lang];
  }
}

function nameOf({ family, given, literal }: NonNullable<Item['agents']>[number]): string {
  if (family === undefined) return literal ?? '';
  return given === undefined ? family : `${family}, ${given}`;
}

function* dates(item: Item): Generator<Statement> {
  const date = publicationDate(item);
  if (date !== undefined) yield ['date', date];
  const end = item.access?.status === 'embargoed' ? item.access.embargoEnd : undefined;
  if (end !== undefined) yield ['date', `info:eu-repo/date/embargoEnd/${end}`];
}

function* types({ type, version }: Item): Generator<Statement> {
  switch (type) {
    case undefined:
      break;
    case 'dataset':
    case 'software':
      // info:eu-repo has no words for these; the DCMI type says it.
      yield ['type', `${SEMANTICS}other`];
      yield ['type', type === 'dataset' ? 'Dataset' : 'Software'];
      break;
    default:
      yield ['type', `${SEMANTICS}${type}`];
  }
  if (version) yield ['type', `${SEMANTICS}${version === 'draft' ? 'draft' : `${version}Version`}`];
}

function* formats({ files = [], extent }: Item): Generator<Statement> {
  for (const { mediaType } of files) if (mediaType !== undefined) yield ['format', mediaType];
  if (extent?.pages !== undefined) yield ['format', `${extent.pages} p.`];
  if (extent?.text !== undefined) yield ['format', extent.text];
}

/** The item's own URLs, else its page on this server: landing page, DOI, full text. */
function* identifiers({ links = [], identifiers = [], files = [] }: Item, landingPage: string): Generator<Statement> {
  const dois = identifiers
    .filter(({ scheme }) => scheme === 'doi')
    .flatMap(({ scheme, value }) => identifierUrl(scheme, value) ?? []);
  const own = [...links, ...dois, ...files.map(({ uri }) => uri)];
  for (const url of own.length > 0 ? own : [landingPage]) yield ['identifier', url];
}

function* sources(item: Item): Generator<Statement> {
  const { titles = [], issns = [], citation: given } = item.host ?? {};
  const made = (titles.length > 0 ? titles : [undefined]).map(
    (title) => [citation(item, title?.text), title?.lang] as const,
  );
  let any = false;
  for (const [text, lang] of made) {
    if (text === undefined) continue;
    any = true;
    yield ['source', text, lang];
  }
  if (!any && given !== undefined) yield ['source', given];
  for (const issn of issns) yield ['source', `ISSN ${issn}`];
}

function* relations(item: Item): Generator<Statement> {
  for (const { scheme, value } of item.identifiers ?? []) {
    if (scheme !== 'doi') yield ['relation', `${SEMANTICS}altIdentifier/${scheme}/${value}`];
  }
  for (const grant of item.funding ?? []) {
    const parts = [grant.funder, grant.programme, grant.award, grant.jurisdiction, grant.title, grant.acronym];
    while (parts.at(-1) === undefined) parts.pop();
    yield [
      'relation',
      `info:eu-repo/grantAgreement/${parts.map((part = '') => part.replaceAll('/', '%2F')).join('/')}`,
    ];
  }
  for (const { type, scheme, value } of item.relations ?? []) yield ['relation', relation(type, scheme, value)];
}

function relation(type: string, scheme: string | undefined, value: string): string {
  if (scheme === undefined || scheme === 'url' || /^[a-z]+:\/\//i.test(value)) return value;
  // altIdentifier would say that it is the item's own.
  if (type === 'references') return `${SEMANTICS}reference/${scheme}/${value}`;
  return identifierUrl(scheme, value) ?? `${scheme}:${value}`;
}

/** No statement twice: a keyword that is a subject too, a second title equal to the first. */
function distinct(statements: Iterable<Statement>): Statement[] {
  const seen = new Set<string>();
  return [...statements].filter(([element, text]) => {
    const key = `${element} ${text}`;
    return text !== '' && !seen.has(key) && seen.add(key);
  });
}
