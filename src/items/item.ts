import { type Static, Type } from 'typebox';
import { DATE, DAY, LanguageTag, literals, PartialDate, strict, Text, Uri } from './item-parts.ts';

/**
 * The canonical item: what one identifier stands for, described once. Every import format produces it,
 * every metadata format is rendered from it. This file is the one source of the TypeScript type and of
 * the published JSON Schema (`docs/item.schema.json`, draft 2020-12).
 */

const LocalizedText = Type.Object({ text: Text('The text.'), lang: Type.Optional(LanguageTag) }, strict);

export const TITLE_KINDS = ['main', 'subtitle', 'translated', 'alternative'] as const;
export const AGENT_ROLES = ['author', 'editor', 'translator', 'contributor', 'sponsor'] as const;
export const DATE_KINDS = ['issued', 'created', 'submitted', 'accepted', 'available', 'updated'] as const;
export const ACCESS_STATUSES = ['open', 'embargoed', 'restricted', 'closed'] as const;
export const VERSIONS = ['draft', 'submitted', 'accepted', 'published', 'updated'] as const;
export const ITEM_TYPES = [
  'article',
  'bachelorThesis',
  'masterThesis',
  'doctoralThesis',
  'book',
  'bookPart',
  'review',
  'conferenceObject',
  'lecture',
  'workingPaper',
  'preprint',
  'report',
  'annotation',
  'contributionToPeriodical',
  'patent',
  'dataset',
  'software',
  'other',
] as const;
export const RELATION_TYPES = [
  'relates',
  'references',
  'isReferencedBy',
  'isPartOf',
  'hasPart',
  'isVersionOf',
  'hasVersion',
  'isTranslationOf',
  'hasTranslation',
  'isSupplementTo',
  'isSupplementedBy',
  'isFormatOf',
  'replaces',
  'isReplacedBy',
] as const;

export const ItemSchema = Type.Object(
  {
    identifier: Type.String({
      minLength: 1,
      maxLength: 1024,
      description:
        'Either the id of the item at home, such as article/17 (the OAI identifier becomes oai:<repository identifier>:article/17), or a whole OAI identifier beginning with oai:, kept as it is.',
    }),
    titles: Type.Array(
      Type.Object(
        {
          text: Text('The title.'),
          lang: Type.Optional(LanguageTag),
          kind: Type.Optional(
            literals(TITLE_KINDS, 'What kind of title this is; main when left out. The first main title is the title.'),
          ),
        },
        strict,
      ),
      { minItems: 1 },
    ),
    agents: Type.Optional(
      Type.Array(
        Type.Object(
          {
            role: Type.Optional(literals(AGENT_ROLES, 'What the agent did; author when left out.')),
            kind: Type.Optional(literals(['person', 'organisation'] as const, 'person when left out.')),
            family: Type.Optional(Text('Family name.')),
            given: Type.Optional(Text('Given names.')),
            literal: Type.Optional(Text('The name as printed, when its parts are not known.')),
            orcid: Type.Optional(
              Type.String({ pattern: '^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$', description: 'ORCID, bare.' }),
            ),
            affiliations: Type.Optional(
              Type.Array(
                Type.Object(
                  {
                    name: Text('Name of the institution.'),
                    ror: Type.Optional(
                      Type.String({ pattern: '^https://ror\\.org/0[a-z0-9]{8}$', description: 'ROR, as a URL.' }),
                    ),
                  },
                  strict,
                ),
              ),
            ),
          },
          { ...strict, anyOf: [{ required: ['family'] }, { required: ['literal'] }] },
        ),
        { description: 'Who made it, in the order of the title page.' },
      ),
    ),
    abstracts: Type.Optional(Type.Array(LocalizedText)),
    keywords: Type.Optional(Type.Array(LocalizedText, { description: 'Free keywords, in order.' })),
    subjects: Type.Optional(
      Type.Array(
        Type.Object(
          {
            text: Text('The heading or notation.'),
            lang: Type.Optional(LanguageTag),
            scheme: Type.Optional(Text('Name of the classification or thesaurus, such as ddc or lcsh.')),
            uri: Type.Optional(Uri('URI of the concept.')),
          },
          strict,
        ),
        { description: 'Subjects from a scheme, in order.' },
      ),
    ),
    languages: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]{3}$', description: 'ISO 639-3 code, such as tur.' }), {
        uniqueItems: true,
        description: 'Languages of the item itself.',
      }),
    ),
    dates: Type.Optional(
      Type.Array(
        Type.Object(
          { date: PartialDate('YYYY, YYYY-MM or YYYY-MM-DD.'), kind: literals(DATE_KINDS, 'What happened then.') },
          strict,
        ),
      ),
    ),
    publishers: Type.Optional(
      Type.Array(Type.Object({ name: Text('Name of the publisher.'), lang: Type.Optional(LanguageTag) }, strict)),
    ),
    host: Type.Optional(
      Type.Object(
        {
          titles: Type.Optional(Type.Array(LocalizedText)),
          issns: Type.Optional(
            Type.Array(Type.String({ pattern: '^[0-9]{4}-[0-9]{3}[0-9X]$', description: 'ISSN with its hyphen.' }), {
              uniqueItems: true,
            }),
          ),
          volume: Type.Optional(Text('Volume as printed.')),
          issue: Type.Optional(Text('Issue as printed.')),
          firstPage: Type.Optional(Text('First page as printed.')),
          lastPage: Type.Optional(Text('Last page as printed.')),
          articleNumber: Type.Optional(Text('Article number where there are no pages.')),
          citation: Type.Optional(Text('The citation as the source gave it, when its parts are not known.')),
        },
        { ...strict, description: 'The journal or book that the item stands in.' },
      ),
    ),
    extent: Type.Optional(
      Type.Object(
        {
          pages: Type.Optional(Type.Integer({ minimum: 1, description: 'Number of pages.' })),
          text: Type.Optional(Text('Extent in words, such as 3 maps or 45 min.')),
        },
        strict,
      ),
    ),
    type: Type.Optional(literals(ITEM_TYPES, 'What the item is; the words of info:eu-repo/semantics.')),
    identifiers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            scheme: Type.String({
              pattern: '^[a-z][a-z0-9-]*$',
              description: 'Lower-case name of the scheme: doi, handle, isbn, urn, pmid, arxiv …',
            }),
            value: Text('The bare identifier: 10.5555/12345678, not a URL.'),
          },
          strict,
        ),
        { description: 'Other identifiers of the item.' },
      ),
    ),
    links: Type.Optional(
      Type.Array(Uri('A page about the item, the best one for a reader first.'), {
        uniqueItems: true,
        description: 'Landing pages of the item. Without one, its page on this server is used.',
      }),
    ),
    files: Type.Optional(
      Type.Array(
        Type.Object(
          {
            uri: Uri('Where the file is.'),
            mediaType: Type.Optional(
              Type.String({
                pattern: '^[a-z]+/[A-Za-z0-9.+_-]+$',
                description: 'Media type, such as application/pdf.',
              }),
            ),
            label: Type.Optional(Text('What the link says.')),
          },
          strict,
        ),
        { description: 'Full texts and other files.' },
      ),
    ),
    access: Type.Optional(
      Type.Object(
        {
          status: literals(ACCESS_STATUSES, 'Who may read it. Left out when unknown: unknown is not closed.'),
          embargoEnd: Type.Optional(PartialDate('First day (or month, or year) of open access.')),
        },
        strict,
      ),
    ),
    licence: Type.Optional(
      Type.Object(
        {
          uri: Type.Optional(Uri('URL of the licence.')),
          text: Type.Optional(Text('Statement of rights in words.')),
          start: Type.Optional(PartialDate('From when the licence holds.')),
        },
        strict,
      ),
    ),
    version: Type.Optional(literals(VERSIONS, 'Which version of the text this is.')),
    funding: Type.Optional(
      Type.Array(
        Type.Object(
          {
            funder: Text('Name of the funder; its short form where info:eu-repo has one, such as EC.'),
            funderIdentifier: Type.Optional(Uri('ROR or Funder Registry URI.')),
            programme: Type.Optional(Text('Funding programme, such as H2020.')),
            award: Type.Optional(Text('Grant number.')),
            jurisdiction: Type.Optional(Text('Country or region.')),
            title: Type.Optional(Text('Title of the project.')),
            acronym: Type.Optional(Text('Acronym of the project.')),
          },
          strict,
        ),
      ),
    ),
    relations: Type.Optional(
      Type.Array(
        Type.Object(
          {
            type: literals(RELATION_TYPES, 'How the item relates to the other one.'),
            scheme: Type.Optional(
              Type.String({ pattern: '^[a-z][a-z0-9-]*$', description: 'Scheme of the value: doi, issn, url …' }),
            ),
            value: Text('Identifier or description of the other one.'),
          },
          strict,
        ),
      ),
    ),
    coverage: Type.Optional(Type.Array(LocalizedText, { description: 'Places and periods that the item is about.' })),
    sets: Type.Optional(
      Type.Array(
        Type.String({
          pattern: "^[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*$",
          maxLength: 200,
          description: 'setSpec (protocol 2.6). Ancestors follow by themselves.',
        }),
        { uniqueItems: true, description: 'Sets that the item is in.' },
      ),
    ),
    modified: Type.Optional(
      Type.String({
        pattern: `^(${DATE}|${DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)$`,
        description: 'When the description was last changed at its source: a date, or UTC seconds with Z.',
      }),
    ),
    visibleFrom: Type.Optional(
      Type.String({
        pattern: `^${DAY}(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$`,
        description: 'The record is not disseminated before this day, or this UTC second.',
      }),
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:oai-pmh-endpoint:item:1',
    title: 'OAI-PMH endpoint: canonical item',
    description:
      'One bibliographic item: article, thesis, data set. Line format of the jsonl import and of the export.',
    ...strict,
  },
);

export type Item = Static<typeof ItemSchema>;
