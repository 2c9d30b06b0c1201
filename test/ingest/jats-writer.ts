import type { Item } from '../../src/items/item.ts';
import { branch, emptyElement, leaf, type Markup } from '../../src/xml/markup.ts';

type Markups = readonly (Markup | undefined)[];

/** The article types that stand for a type; the other types JATS cannot tell. */
export const ARTICLE_TYPES: Readonly<Partial<Record<NonNullable<Item['type']>, string>>> = {
  article: 'research-article',
  review: 'book-review',
  conferenceObject: 'proceedings',
  preprint: 'preprint',
  report: 'report',
  other: 'other',
};
export const RELATION_TYPES: Readonly<Partial<Record<NonNullable<Item['relations']>[number]['type'], string>>> = {
  relates: 'companion',
  hasVersion: 'preprint',
  isVersionOf: 'republished-article',
  isSupplementedBy: 'supplement',
};
const VERSIONS = { draft: 'AO', submitted: 'SMUR', accepted: 'AM', published: 'VoR', updated: 'EVoR' };

/** An item as JATS 1.3, as far as JATS goes. Texts without a language say so: they would inherit the article's. */
export function jatsOf(item: Item): string {
  const { languages = [], type } = item;
  const attributes = {
    'xmlns:xlink': 'http://www.w3.org/1999/xlink',
    'xmlns:ali': 'http://www.niso.org/schemas/ali/1.0/',
    'dtd-version': '1.3',
    'article-type': type && ARTICLE_TYPES[type],
    'xml:lang': languages[0],
  };
  const article = branch('article', attributes, branch('front', {}, journalMeta(item), articleMeta(item)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.3//EN" "x.dtd">\n${article}\n`;
}

function journalMeta({ host, publishers = [] }: Item): Markup | undefined {
  return branch(
    'journal-meta',
    {},
    branch(
      'journal-title-group',
      {},
      (host?.titles ?? []).map(({ text, lang = '' }) => leaf('journal-title', text, { 'xml:lang': lang })),
    ),
    (host?.issns ?? []).map((issn) => leaf('issn', issn)),
    publishers.map(({ name, lang = '' }) =>
      branch('publisher', {}, leaf('publisher-name', name, { 'xml:lang': lang })),
    ),
  );
}

function articleMeta(item: Item): Markup | undefined {
  const { host, version, extent, licence, access } = item;
  return branch(
    'article-meta',
    {},
    (item.identifiers ?? []).map(({ scheme, value }) => leaf('article-id', value, { 'pub-id-type': scheme })),
    leaf('article-version', version && VERSIONS[version], { 'article-version-type': version && VERSIONS[version] }),
    titleGroup(item),
    contributors(item),
    (item.dates ?? []).filter(({ kind }) => kind === 'issued').map((date) => dateMarkup('pub-date', date.date, 'pub')),
    leaf('volume', host?.volume),
    leaf('issue', host?.issue),
    leaf('fpage', host?.firstPage),
    leaf('lpage', host?.lastPage),
    leaf('elocation-id', host?.articleNumber),
    branch(
      'history',
      {},
      (item.dates ?? []).map(({ date, kind }) =>
        kind === 'submitted' || kind === 'accepted'
          ? dateMarkup('date', date, kind === 'submitted' ? 'received' : 'accepted')
          : undefined,
      ),
    ),
    branch(
      'permissions',
      {},
      access?.status === 'open' ? emptyElement('ali:free_to_read', {}) : undefined,
      branch(
        'license',
        {},
        leaf('ali:license_ref', licence?.uri, { start_date: licence?.start }),
        leaf('license-p', licence?.text),
      ),
    ),
    (item.links ?? []).map((link) => emptyElement('self-uri', { 'xlink:href': link })),
    (item.files ?? []).map(({ uri, mediaType }) =>
      emptyElement('self-uri', { 'xlink:href': uri, 'content-type': mediaType }),
    ),
    (item.relations ?? []).map(({ type, scheme, value }) =>
      leaf('related-article', value, { 'related-article-type': RELATION_TYPES[type], 'ext-link-type': scheme }),
    ),
    (item.abstracts ?? []).map(({ text, lang = '' }, at) =>
      branch(
        at === 0 ? 'abstract' : 'trans-abstract',
        { 'xml:lang': lang },
        text.split('\n').map((line) => leaf('p', line)),
      ),
    ),
    (item.keywords ?? []).map(({ text, lang = '' }) => branch('kwd-group', { 'xml:lang': lang }, leaf('kwd', text))),
    (item.subjects ?? [])
      .filter(({ scheme }) => scheme !== undefined)
      .map(({ text, lang = '', scheme, uri }) =>
        branch('kwd-group', { 'xml:lang': lang, vocab: scheme }, leaf('kwd', text, { 'vocab-term-identifier': uri })),
      ),
    (item.funding ?? []).map(({ funder, funderIdentifier, award, title }) =>
      branch(
        'funding-group',
        {},
        branch(
          'award-group',
          {},
          branch(
            'funding-source',
            {},
            branch('institution-wrap', {}, leaf('institution', funder), leaf('institution-id', funderIdentifier)),
          ),
          leaf('award-id', award),
          leaf('award-desc', title),
        ),
      ),
    ),
    branch('counts', {}, extent?.pages ? emptyElement('page-count', { count: extent.pages }) : undefined),
  );
}

function titleGroup({ titles }: Item): Markup | undefined {
  const of = (...kinds: string[]) => titles.filter(({ kind = 'main' }) => kinds.includes(kind));
  return branch(
    'title-group',
    {},
    of('main')
      .slice(0, 1)
      .map(({ text, lang = '' }) => leaf('article-title', text, { 'xml:lang': lang })),
    of('subtitle').map(({ text, lang = '' }) => leaf('subtitle', text, { 'xml:lang': lang })),
    of('translated').map(({ text, lang = '' }) =>
      branch('trans-title-group', { 'xml:lang': lang }, leaf('trans-title', text)),
    ),
    of('alternative').map(({ text, lang = '' }) => leaf('alt-title', text, { 'xml:lang': lang })),
  );
}

function contributors({ agents = [] }: Item): Markups {
  const group = agents.map(({ role = 'author', kind, family, given, literal, orcid, affiliations = [] }, at) =>
    branch(
      'contrib',
      { 'contrib-type': role },
      leaf('contrib-id', orcid, { 'contrib-id-type': 'orcid' }),
      kind === 'organisation'
        ? leaf('collab', literal ?? family)
        : family === undefined
          ? leaf('string-name', literal)
          : branch('name', {}, leaf('surname', family), leaf('given-names', given)),
      affiliations.map((_, number) => emptyElement('xref', { 'ref-type': 'aff', rid: `a${at}-${number}` })),
    ),
  );
  return [
    branch('contrib-group', {}, group),
    ...agents.flatMap(({ affiliations = [] }, at) =>
      affiliations.map(({ name, ror }, number) =>
        branch(
          'aff',
          { id: `a${at}-${number}` },
          branch(
            'institution-wrap',
            {},
            leaf('institution-id', ror, { 'institution-id-type': 'ROR' }),
            leaf('institution', name),
          ),
        ),
      ),
    ),
  ];
}

function dateMarkup(element: string, date: string, type: string): Markup | undefined {
  const [year, month, day] = date.split('-');
  return branch(element, { 'date-type': type }, leaf('day', day), leaf('month', month), leaf('year', year));
}
