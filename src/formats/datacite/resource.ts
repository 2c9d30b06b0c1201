import { citations } from '../../items/citation.ts';
import type { Item } from '../../items/item.ts';
import { languageTag } from '../../items/language.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { anyUri } from '../any-uri.ts';
import { isPeriod } from '../is-period.ts';
import { contributors, creators } from './agents.ts';
import { dates, publicationYear } from './dates.ts';
import { fundingReferences } from './funding.ts';
import { alternateIdentifiers } from './identifiers.ts';
import { relatedIdentifiers, relatedItems } from './related.ts';
import { RESOURCE_TYPES } from './resource-type.ts';
import { rightsList } from './rights.ts';

export const KERNEL_NAMESPACE = 'http://datacite.org/schema/kernel-4';
export const KERNEL_SCHEMA = 'http://schema.datacite.org/meta/kernel-4/metadata.xsd';

/**
 * The item as a DataCite resource (kernel-4). Undefined when it lacks one of the six properties that are mandatory:
 * DOI, creator, title, publisher, publication year, type. Nothing stands in for them.
 */
export function dataciteResource(item: Item): Markup | undefined {
  const doi = item.identifiers?.find(({ scheme }) => scheme === 'doi')?.value;
  const authors = creators(item);
  const [publisher] = item.publishers ?? [];
  const year = publicationYear(item);
  if (!doi || !authors || !publisher || year === undefined || !item.type) return undefined;
  const [general, words] = RESOURCE_TYPES[item.type];
  const [language] = item.languages ?? [];
  return branch(
    'resource',
    {
      xmlns: KERNEL_NAMESPACE,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': `${KERNEL_NAMESPACE} ${KERNEL_SCHEMA}`,
    },
    leaf('identifier', doi, { identifierType: 'DOI' }),
    authors,
    titles(item),
    leaf('publisher', publisher.name, { 'xml:lang': publisher.lang }),
    leaf('publicationYear', year),
    leaf('resourceType', words, { resourceTypeGeneral: general }),
    subjects(item),
    contributors(item),
    dates(item),
    language === undefined ? undefined : leaf('language', languageTag(language)),
    alternateIdentifiers(item, doi),
    relatedIdentifiers(item),
    sizes(item),
    formats(item),
    rightsList(item),
    descriptions(item),
    fundingReferences(item),
    relatedItems(item),
  );
}

const TITLE_TYPES = {
  main: undefined,
  subtitle: 'Subtitle',
  translated: 'TranslatedTitle',
  alternative: 'AlternativeTitle',
} as const;

/** The main title first: readers take the first one without a type for the title. */
function titles({ titles }: Item): Markup | undefined {
  const main = titles.find(({ kind = 'main' }) => kind === 'main') ?? titles[0];
  const sorted = main ? [main, ...titles.filter((title) => title !== main)] : [];
  const elements = sorted.map((title) =>
    leaf('title', title.text, {
      'xml:lang': title.lang,
      titleType: title === main ? undefined : TITLE_TYPES[title.kind ?? 'main'],
    }),
  );
  return branch('titles', {}, [...new Set(elements)]);
}

/** Where the concepts of a scheme live. */
const SCHEME_URIS: Readonly<Record<string, string>> = {
  agrovoc: 'http://aims.fao.org/aos/agrovoc',
  ddc: 'http://dewey.info/',
  lcc: 'http://id.loc.gov/authorities/classification',
  lcsh: 'http://id.loc.gov/authorities/subjects',
  mesh: 'http://id.nlm.nih.gov/mesh',
};

/** Subjects, keywords, and what the item is about in words of which nobody knows whether they are a place. */
function subjects({ subjects = [], keywords = [], coverage = [] }: Item): Markup | undefined {
  const elements = [
    ...subjects.map(({ text, lang, scheme = '', uri }) =>
      leaf('subject', text, {
        'xml:lang': lang,
        subjectScheme: scheme === '' ? undefined : scheme,
        schemeURI: Object.hasOwn(SCHEME_URIS, scheme) ? SCHEME_URIS[scheme] : undefined,
        valueURI: anyUri(uri),
      }),
    ),
    ...[...keywords, ...coverage.filter(({ text }) => !isPeriod(text))].map(({ text, lang }) =>
      leaf('subject', text, { 'xml:lang': lang }),
    ),
  ];
  return branch('subjects', {}, [...new Set(elements)]);
}

function sizes({ extent }: Item): Markup | undefined {
  const { pages, text } = extent ?? {};
  const counted = pages === undefined ? undefined : `${pages} ${pages === 1 ? 'page' : 'pages'}`;
  return branch('sizes', {}, leaf('size', counted), leaf('size', text));
}

function formats({ files = [] }: Item): Markup | undefined {
  const types = new Set(files.map(({ mediaType }) => mediaType));
  return branch(
    'formats',
    {},
    [...types].map((type) => leaf('format', type)),
  );
}

/** Abstracts; and the citation that the source gave, where its parts are not known to stand in a relatedItem. */
function descriptions(item: Item): Markup | undefined {
  const given = citations(item).find(({ text }) => text === item.host?.citation)?.text;
  return branch(
    'descriptions',
    {},
    (item.abstracts ?? []).map(({ text, lang }) =>
      leaf('description', text, { 'xml:lang': lang, descriptionType: 'Abstract' }),
    ),
    leaf('description', given, { descriptionType: 'SeriesInformation' }),
  );
}
