import { citations } from '../items/citation.ts';
import type { Item } from '../items/item.ts';
import { branch, leaf, type Markup } from '../xml/markup.ts';
import { anyUri } from './any-uri.ts';
import { COAR_ACCESS, COAR_TYPES, COAR_VERSIONS } from './coar.ts';
import type { Crosswalk } from './format.ts';
import { agents } from './openaire/agents.ts';
import { dates } from './openaire/dates.ts';
import { files } from './openaire/files.ts';
import { fundingReferences } from './openaire/funding-references.ts';
import {
  alternateIdentifiers,
  identifierElement,
  primaryIdentifier,
  relatedIdentifiers,
} from './openaire/identifiers.ts';
import { licenceCondition } from './openaire/licence-condition.ts';

const NAMESPACE = 'http://namespace.openaire.eu/schema/oaire/';
const SCHEMA = 'https://www.openaire.eu/schema/repo-lit/4.0/openaire.xsd';

/**
 * The application profile of the OpenAIRE Guidelines for Literature Repositories 4.0, its elements in the order of
 * the guidelines. They demand more than their schema does: an item without a date of publication, a type or terms
 * of access is rendered without them, and `oai-pmh check-records` tells of it.
 */
export const oaiOpenaire: Crosswalk = {
  metadataPrefix: 'oai_openaire',
  schema: SCHEMA,
  metadataNamespace: NAMESPACE,
  version: 1,
  render(item, { landingPage }) {
    const primary = primaryIdentifier(item, landingPage);
    return branch(
      'oaire:resource',
      {
        'xmlns:oaire': NAMESPACE,
        'xmlns:datacite': 'http://datacite.org/schema/kernel-4',
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': `${NAMESPACE} ${SCHEMA}`,
      },
      titles(item),
      agents(item),
      fundingReferences(item),
      alternateIdentifiers(item, primary, landingPage),
      relatedIdentifiers(item),
      (item.languages ?? []).map((language) => leaf('dc:language', language)),
      (item.publishers ?? []).map(({ name, lang }) => leaf('dc:publisher', name, { 'xml:lang': lang })),
      dates(item),
      resourceType(item),
      (item.abstracts ?? []).map(({ text, lang }) => leaf('dc:description', text, { 'xml:lang': lang })),
      formats(item),
      identifierElement(primary),
      rights(item),
      citations(item).map(({ text, lang }) => leaf('dc:source', text, { 'xml:lang': lang })),
      subjects(item),
      licenceCondition(item),
      (item.coverage ?? []).map(({ text, lang }) => leaf('dc:coverage', text, { 'xml:lang': lang })),
      sizes(item),
      version(item),
      files(item),
      citationParts(item),
    );
  },
};

const TITLE_TYPES: Readonly<Record<NonNullable<Item['titles'][number]['kind']>, string | undefined>> = {
  main: undefined,
  subtitle: 'Subtitle',
  translated: 'TranslatedTitle',
  alternative: 'AlternativeTitle',
};

/** The title first, which is the only one without a type where there are several kinds. */
function titles({ titles }: Item): Markup | undefined {
  const main = titles.find(({ kind = 'main' }) => kind === 'main');
  const ordered = main ? [main, ...titles.filter((title) => title !== main)] : titles;
  return branch(
    'datacite:titles',
    {},
    ordered.map(({ text, lang, kind = 'main' }) =>
      leaf('datacite:title', text, { 'xml:lang': lang, titleType: TITLE_TYPES[kind] }),
    ),
  );
}

function resourceType({ type }: Item): Markup | undefined {
  if (type === undefined) return undefined;
  const { uri, label } = COAR_TYPES[type];
  return leaf('oaire:resourceType', label, { resourceTypeGeneral: generalType(type), uri });
}

function generalType(type: NonNullable<Item['type']>): string {
  switch (type) {
    case 'dataset':
    case 'software':
      return type;
    case 'other':
      return 'other research product';
    default:
      return 'literature';
  }
}

function formats({ files = [] }: Item): (Markup | undefined)[] {
  return [...new Set(files.map(({ mediaType }) => mediaType))].map((mediaType) => leaf('dc:format', mediaType));
}

function rights({ access }: Item): Markup | undefined {
  if (access === undefined) return undefined;
  const { uri, label } = COAR_ACCESS[access.status];
  return leaf('datacite:rights', label, { rightsURI: uri });
}

/** Headings and notations of a scheme first, then keywords. */
function subjects({ subjects = [], keywords = [] }: Item): Markup | undefined {
  return branch('datacite:subjects', {}, [
    ...subjects.map(({ text, lang, scheme, uri }) =>
      leaf('datacite:subject', text, {
        'xml:lang': lang,
        subjectScheme: scheme,
        valueURI: anyUri(uri),
      }),
    ),
    ...keywords.map(({ text, lang }) => leaf('datacite:subject', text, { 'xml:lang': lang })),
  ]);
}

function sizes({ extent }: Item): Markup | undefined {
  const pages = extent?.pages;
  return branch(
    'datacite:sizes',
    {},
    leaf('datacite:size', pages === undefined ? undefined : `${pages} ${pages === 1 ? 'page' : 'pages'}`),
    leaf('datacite:size', extent?.text),
  );
}

function version({ version }: Item): Markup | undefined {
  if (version === undefined) return undefined;
  const { uri, label } = COAR_VERSIONS[version];
  return leaf('oaire:version', label, { uri });
}

/** Each of them once at most, so the journal has one title here; dc:source has the others. */
function citationParts({ host }: Item): (Markup | undefined)[] {
  return [
    leaf('oaire:citationTitle', host?.titles?.[0]?.text),
    leaf('oaire:citationVolume', host?.volume),
    leaf('oaire:citationIssue', host?.issue),
    leaf('oaire:citationStartPage', host?.firstPage),
    leaf('oaire:citationEndPage', host?.lastPage),
  ];
}
