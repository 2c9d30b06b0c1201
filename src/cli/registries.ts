import { SOFTWARE } from '../version.ts';

/** What is told of a repository wherever it is registered. */
export interface RepositoryFacts {
  readonly repositoryName: string;
  readonly baseUrl: string;
  readonly adminEmails: readonly string[];
  readonly repositoryIdentifier: string;
  readonly granularity: string;
  readonly earliestDatestamp: string;
  readonly deletedRecord: string;
  readonly formats: readonly string[];
  readonly sets: number;
  /** Records in oai_dc, without deleted ones. */
  readonly records: number;
  /** Absent in an empty store. */
  readonly exampleIdentifier?: string;
  readonly exampleRequest?: string;
}

/** Where repositories are made known. */
export interface Registry {
  readonly name: string;
  readonly title: string;
  /** Where it is done. */
  readonly url: string;
  /** Its own words about it. */
  readonly guide: string;
  /** What must be so, or is worth knowing. */
  readonly notes: readonly string[];
  /** What is asked, as far as it can be filled in. */
  fields(facts: RepositoryFacts): readonly (readonly [question: string, answer: string])[];
  /** What only a person can say. */
  readonly yours: readonly string[];
  /** Profiles whose rules its records are held to: one of them is enough. */
  readonly profiles: readonly string[];
}

const common = ({ repositoryName, baseUrl, adminEmails }: RepositoryFacts): [string, string][] => [
  ['Name', repositoryName],
  ['OAI-PMH base URL', baseUrl],
  ['E-mail', adminEmails.join(', ')],
];

/** In the order in which they are best gone through: OpenAIRE and CORE look into the directory first. */
export const REGISTRIES: readonly Registry[] = [
  {
    name: 'oai',
    title: 'Open Archives Initiative (validation)',
    url: 'https://www.openarchives.org/Register/ValidateSite',
    guide: 'http://www.openarchives.org/pmh/register_data_provider',
    notes: [
      'The registry of the Open Archives Initiative takes no registrations since 18 July 2025. Its validator still works: let it judge the endpoint once.',
    ],
    fields: ({ baseUrl }) => [['Base URL', baseUrl]],
    yours: [],
    profiles: [],
  },
  {
    name: 'opendoar',
    title: 'OpenDOAR, the directory of open access repositories',
    url: 'https://v2.sherpa.ac.uk/opendoar/',
    guide: 'https://coar-repositories.org/news-updates/a-global-call-for-opendoar-updates/',
    notes: [
      'For repositories with full texts that everybody may read. Single journals belong into DOAJ instead.',
      'Its e-mail address must be one of an office, without the name of a person.',
    ],
    fields: (facts) => [
      ...common(facts),
      ['Number of records', String(facts.records)],
      ['Software', `${SOFTWARE.title} ${SOFTWARE.version}`],
    ],
    yours: ['web address of the repository', 'organisation and country', 'open access policy'],
    profiles: [],
  },
  {
    name: 'base',
    title: 'BASE, Bielefeld Academic Search Engine',
    url: 'https://www.base-search.net/about/en/suggest.php',
    guide: 'https://www.base-search.net/about/en/faq_oai.php',
    notes: [
      'Academic content, at least some of it open access; a whole platform is suggested once, not each journal.',
      'Look first whether it is there already, and let its validator OVAL (http://oval.base-search.net/) judge the endpoint.',
    ],
    fields: (facts) => [...common(facts), ['Number of records', String(facts.records)]],
    yours: ['web address of the repository', 'organisation, place and country', 'how much of it is open access'],
    profiles: ['base'],
  },
  {
    name: 'openaire',
    title: 'OpenAIRE PROVIDE',
    url: 'https://provide.openaire.eu/',
    guide: 'https://www.openaire.eu/validator-registration-guide',
    notes: [
      'Needs an account. The endpoint is validated first, against guidelines that you choose, and registered then.',
      'Literature repositories are found by their entry in OpenDOAR.',
      'By version 3.0, oai_dc and a set openaire; by version 4, oai_openaire.',
    ],
    fields: (facts) => [
      ...common(facts),
      ['Metadata formats', facts.formats.filter((format) => /^oai_(?:dc|openaire)$/.test(format)).join(', ')],
      ['Number of records', String(facts.records)],
    ],
    yours: ['kind of repository', 'web address and country', 'which guidelines'],
    profiles: ['openaire3', 'openaire4'],
  },
  {
    name: 'core',
    title: 'CORE',
    url: 'https://core.ac.uk/benefits#join-core',
    guide: 'https://core.ac.uk/documentation/data-providers-guide',
    notes: [
      'Takes repositories out of OpenDOAR, and journals out of DOAJ, by itself: look first whether it is there already.',
      'It fetches full texts: records need a direct link to the file, and robots.txt of that host must let it in.',
    ],
    fields: (facts) => [...common(facts), ['Metadata formats', facts.formats.join(', ')]],
    yours: ['web address of the repository', 'organisation and country'],
    profiles: [],
  },
];
