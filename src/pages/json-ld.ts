import { agentName } from '../items/agent-name.ts';
import { pageRange, publicationDate } from '../items/citation.ts';
import { identifierUrl } from '../items/identifier-url.ts';
import type { Item } from '../items/item.ts';
import { languageTag } from '../items/language.ts';
import { persistentUrl } from '../items/persistent-url.ts';
import { titleStatement } from '../items/title-statement.ts';
import type { ItemView } from './item-view.ts';
import { schemaType } from './schema-type.ts';
import { isWebUrl } from './web-link.ts';

export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };
/** What is undefined, and what is an empty list, is left out. */
type Loose = Readonly<Record<string, Json | undefined>>;

/** An item in the words of schema.org, as JSON-LD. */
export function jsonLd({ item, pageUrl, landingUrl, datestamp }: ItemView): Json {
  const { text: name, lang, others } = titleStatement(item);
  const by = (role: string) =>
    (item.agents ?? []).filter((agent) => (agent.role ?? 'author') === role).map((agent) => party(agent));
  const files = (item.files ?? []).filter(({ uri }) => isWebUrl(uri));
  const type = schemaType(item);
  const cited = persistentUrl(item);
  const sameAs = [cited, ...(item.links ?? [])].flatMap((url) => webUrl(url) ?? []);
  return given({
    '@context': 'https://schema.org',
    '@type': type,
    '@id': cited ?? landingUrl,
    url: landingUrl,
    mainEntityOfPage: pageUrl,
    sameAs: [...new Set(sameAs)],
    // Plain, since many readers know no other form; the language stands beside it where it is another than the item's.
    name,
    ...(type.endsWith('Article') ? { headline: name } : {}),
    alternateName: others.map(({ text, lang }) => localized(text, lang)),
    author: by('author'),
    editor: by('editor'),
    translator: by('translator'),
    contributor: by('contributor'),
    sponsor: by('sponsor'),
    ...descriptions(item, type),
    keywords: [...new Set((item.keywords ?? []).map(({ text }) => text))],
    about: (item.subjects ?? []).map(({ text, lang, scheme, uri }) =>
      given({ '@type': 'DefinedTerm', '@id': uri, name: localized(text, lang), inDefinedTermSet: scheme }),
    ),
    spatialCoverage: type === 'Dataset' ? (item.coverage ?? []).map(({ text }) => text) : undefined,
    inLanguage: languages(item, lang),
    ...dates(item),
    dateModified: datestamp,
    publisher: (item.publishers ?? []).map(({ name }) => given({ '@type': 'Organization', name })),
    ...appearance(item, type),
    numberOfPages: type === 'Book' ? item.extent?.pages : undefined,
    identifier: identifiers(item),
    [type === 'Dataset' ? 'distribution' : 'encoding']: files.map(({ uri, mediaType, label }) =>
      given({
        '@type': type === 'Dataset' ? 'DataDownload' : 'MediaObject',
        contentUrl: uri,
        encodingFormat: mediaType,
        name: label,
      }),
    ),
    license: webUrl(item.licence?.uri) ?? item.licence?.text,
    isAccessibleForFree: item.access === undefined ? undefined : item.access.status === 'open',
    funding: (item.funding ?? []).map(({ funder, funderIdentifier, award, title }) =>
      given({
        '@type': 'Grant',
        identifier: award,
        name: title,
        funder: given({ '@type': 'Organization', '@id': funderIdentifier, name: funder }),
      }),
    ),
  });
}

/** JSON for a data block in HTML: nothing in it can end the block, nor begin a comment. */
export function dataBlockJson(value: Json): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function given(properties: Loose): Json {
  const present = Object.entries(properties).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined && !(Array.isArray(entry[1]) && entry[1].length === 0),
  );
  return Object.fromEntries(present);
}

function webUrl(url: string | undefined): string | undefined {
  return url !== undefined && isWebUrl(url) ? url : undefined;
}

function localized(text: string, lang: string | undefined): Json {
  return lang === undefined ? text : { '@value': text, '@language': lang };
}

function party(agent: NonNullable<Item['agents']>[number]): Json {
  const { kind, family, given: givenName, orcid, affiliations = [] } = agent;
  if (kind === 'organisation') return given({ '@type': 'Organization', name: agentName(agent) });
  return given({
    '@type': 'Person',
    '@id': orcid === undefined ? undefined : `https://orcid.org/${orcid}`,
    name: family !== undefined && givenName !== undefined ? `${givenName} ${family}` : agentName(agent),
    givenName,
    familyName: family,
    affiliation: affiliations.map(({ name, ror }) => given({ '@type': 'Organization', '@id': ror, name })),
  });
}

/** Catalogues of data sets want a description; everything else has abstracts. */
function descriptions({ abstracts = [] }: Item, type: string): Loose {
  const texts = abstracts.map(({ text, lang }) => localized(text, lang));
  return type === 'Dataset' ? { description: texts } : { abstract: texts };
}

/** Its own languages; where they are not known, that of its title. */
function languages({ languages = [] }: Item, titleLanguage: string | undefined): Json | undefined {
  const tags = languages.map(languageTag);
  return tags.length > 0 ? tags : titleLanguage;
}

function dates(item: Item): Loose {
  const of = (kind: string) => item.dates?.find((date) => date.kind === kind)?.date;
  return { datePublished: publicationDate(item), dateCreated: of('created') };
}

/** The journal, book or conference that it stands in. */
function appearance(item: Item, type: string): Loose {
  const { host } = item;
  if (!host) return {};
  const { volume, issue, firstPage, lastPage, issns = [], titles = [] } = host;
  const name = titles[0]?.text;
  const inBook = type === 'Chapter';
  if (inBook) {
    const book = given({ '@type': 'Book', name, isbn: isbnOf(item) });
    return { isPartOf: name === undefined ? undefined : book, pageStart: firstPage, pageEnd: lastPage };
  }
  const periodical =
    name === undefined && issns.length === 0 ? undefined : given({ '@type': 'Periodical', name, issn: issns });
  const inVolume =
    volume === undefined
      ? periodical
      : given({ '@type': 'PublicationVolume', volumeNumber: volume, isPartOf: periodical });
  const inIssue =
    issue === undefined ? inVolume : given({ '@type': 'PublicationIssue', issueNumber: issue, isPartOf: inVolume });
  if (type !== 'ScholarlyArticle' && type !== 'Article') return { isPartOf: inIssue };
  return { isPartOf: inIssue, pageStart: firstPage, pageEnd: lastPage, pagination: pageRange(item) };
}

function isbnOf({ identifiers = [] }: Item): string | undefined {
  return identifiers.find(({ scheme }) => scheme === 'isbn')?.value;
}

function identifiers({ identifier, identifiers = [] }: Item): Json[] {
  return [
    given({ '@type': 'PropertyValue', propertyID: 'oai', value: identifier }),
    ...identifiers.map(({ scheme, value }) =>
      given({ '@type': 'PropertyValue', propertyID: scheme, value, url: webUrl(identifierUrl(scheme, value)) }),
    ),
  ];
}
