import { identifierUrl } from '../items/identifier-url.ts';
import type { Item } from '../items/item.ts';
import { bibliographicCode } from '../items/language.ts';
import { branch, leaf, type Markup } from '../xml/markup.ts';
import { anyUri } from './any-uri.ts';
import { COAR_ACCESS, COAR_TYPES } from './coar.ts';
import type { Crosswalk, RenderContext } from './format.ts';
import { identifierType } from './mods/identifier-type.ts';
import { modsLanguage } from './mods/language.ts';
import { modsName } from './mods/name.ts';
import { modsOrigin } from './mods/origin.ts';
import { modsRelatedItems } from './mods/related-item.ts';
import { modsSubjects } from './mods/subject.ts';
import { modsTitles } from './mods/title.ts';

const NAMESPACE = 'http://www.loc.gov/mods/v3';
const SCHEMA = 'http://www.loc.gov/standards/mods/v3/mods-3-8.xsd';

/** MODS 3.8 of the Library of Congress. The order of the elements is that of its user guidelines. */
export const mods: Crosswalk = {
  metadataPrefix: 'mods',
  schema: SCHEMA,
  metadataNamespace: NAMESPACE,
  version: 1,
  render(item, context) {
    return branch(
      'mods',
      {
        xmlns: NAMESPACE,
        'xmlns:xlink': 'http://www.w3.org/1999/xlink',
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        version: '3.8',
        'xsi:schemaLocation': `${NAMESPACE} ${SCHEMA}`,
      },
      modsTitles(item),
      names(item),
      types(item),
      modsOrigin(item),
      languages(item),
      physicalDescription(item),
      (item.abstracts ?? []).map(({ text, lang }) => leaf('abstract', text, modsLanguage(lang))),
      notes(item),
      modsSubjects(item),
      modsRelatedItems(item),
      (item.identifiers ?? []).map(({ scheme, value }) => leaf('identifier', value, { type: identifierType(scheme) })),
      location(item, context),
      accessConditions(item),
      recordInfo(item, context),
    );
  },
};

/** Only one name is the main entry: the first author. */
function names({ agents = [] }: Item): (Markup | undefined)[] {
  const main = agents.find(({ role = 'author' }) => role === 'author');
  return agents.map((agent) => modsName(agent, agent === main));
}

function types({ type }: Item): (Markup | undefined)[] {
  if (type === undefined) return [];
  const { uri, label } = COAR_TYPES[type];
  return [
    leaf('typeOfResource', resourceType(type)),
    leaf('genre', label, {
      authority: 'coar',
      authorityURI: 'http://purl.org/coar/resource_type/scheme',
      valueURI: uri,
    }),
  ];
}

/** One of the words that MODS has for the broadest kinds. */
function resourceType(type: NonNullable<Item['type']>): string | undefined {
  switch (type) {
    case 'other':
      return undefined;
    case 'dataset':
    case 'software':
      return 'software, multimedia';
    default:
      return 'text';
  }
}

/** A language has one element with all its codes. */
function languages({ languages = [] }: Item): (Markup | undefined)[] {
  return languages.map((code) =>
    branch(
      'language',
      {},
      leaf('languageTerm', bibliographicCode(code), { type: 'code', authority: 'iso639-2b' }),
      leaf('languageTerm', code, { type: 'code', authority: 'iso639-3' }),
    ),
  );
}

function physicalDescription({ files = [], extent }: Item): Markup | undefined {
  const mediaTypes = new Set(files.map(({ mediaType }) => mediaType));
  return branch(
    'physicalDescription',
    {},
    [...mediaTypes].map((mediaType) => leaf('internetMediaType', mediaType)),
    leaf('extent', extent?.pages, { unit: 'pages' }),
    leaf('extent', extent?.text),
  );
}

function notes({ version, funding = [] }: Item): (Markup | undefined)[] {
  return [
    leaf('note', version && (version === 'draft' ? version : `${version} version`), { type: 'version identification' }),
    ...funding.map((grant) =>
      leaf('note', fundingText(grant), { type: 'funding', 'xlink:href': anyUri(grant.funderIdentifier) }),
    ),
  ];
}

/** `EC, H2020, 654321, EU: Weighing the sea (SEAWEIGHT)` */
function fundingText(grant: NonNullable<Item['funding']>[number]): string {
  const { funder, programme, award, jurisdiction, title, acronym } = grant;
  const source = [funder, programme, award, jurisdiction].filter((part) => part !== undefined).join(', ');
  const project = title === undefined ? acronym : acronym === undefined ? title : `${title} (${acronym})`;
  return project === undefined ? source : `${source}: ${project}`;
}

/** The item's own URLs, else its page on this server. The first page about it is the one to show. */
function location(item: Item, { landingPage }: RenderContext): Markup | undefined {
  const { links = [], identifiers = [], files = [] } = item;
  const dois = identifiers.flatMap(({ scheme, value }) =>
    scheme === 'doi' ? (identifierUrl(scheme, value) ?? []) : [],
  );
  const own = [...new Set([...links, ...dois])];
  const pages = own.length > 0 || files.length > 0 ? own : [landingPage];
  return branch(
    'location',
    {},
    pages.map((url, at) =>
      leaf('url', anyUri(url), { usage: at === 0 ? 'primary' : undefined, access: 'object in context' }),
    ),
    files.map(({ uri, label }) => leaf('url', anyUri(uri), { displayLabel: label, access: 'raw object' })),
  );
}

function accessConditions({ access, licence }: Item): (Markup | undefined)[] {
  const right = access && COAR_ACCESS[access.status];
  return [
    leaf('accessCondition', right?.label, {
      type: 'restriction on access',
      authority: 'coar',
      authorityURI: 'http://purl.org/coar/access_right/scheme',
      valueURI: right?.uri,
    }),
    leaf('accessCondition', licence?.text ?? licence?.uri, {
      type: 'use and reproduction',
      'xlink:href': anyUri(licence?.uri),
    }),
  ];
}

function recordInfo({ identifier, modified }: Item, { repositoryIdentifier }: RenderContext): Markup | undefined {
  return branch(
    'recordInfo',
    {},
    leaf('recordContentSource', repositoryIdentifier),
    leaf('recordChangeDate', modified, { encoding: 'w3cdtf' }),
    leaf('recordIdentifier', identifier, { source: repositoryIdentifier }),
  );
}
