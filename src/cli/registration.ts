import { isIP } from 'node:net';
import type { Config } from '../config/config.ts';
import { DEMO_EMAIL, DEMO_IDENTIFIER } from '../config/settings.ts';
import { isPublicAddress } from '../harvest/public-address.ts';
import type { ProfileReport } from '../profiles/profile-tally.ts';
import { REGISTRIES, type Registry, type RepositoryFacts } from './registries.ts';

/** What `register --json` prints. */
export interface Registration {
  repository: RepositoryFacts;
  /** What must be so before anybody is told. */
  before: Condition[];
  registries: {
    name: string;
    title: string;
    url: string;
    guide: string;
    notes: readonly string[];
    fields: { question: string; answer: string }[];
    yours: readonly string[];
    /** Of the records of the sample: how many would be refused, by profile. */
    records: { profile: string; title: string; seen: number; refused: number; reasons: string[] }[];
  }[];
}

export interface Condition {
  what: string;
  /** Undefined: nobody here can know. */
  met: boolean | undefined;
  todo: string;
}

/** Names that are not for the public Internet (RFC 2606, 6761, 6762). */
const NOBODYS = /(?:^|\.)(?:localhost|local|internal|test|invalid|example|example\.(?:com|net|org))$/;

export function registrationOf(
  config: Config,
  facts: RepositoryFacts,
  reports: readonly ProfileReport[],
  seen: number,
): Registration {
  return {
    repository: facts,
    before: conditions(config, facts),
    registries: REGISTRIES.map((registry) => ({
      name: registry.name,
      title: registry.title,
      url: registry.url,
      guide: registry.guide,
      notes: registry.notes,
      fields: registry.fields(facts).map(([question, answer]) => ({ question, answer })),
      yours: registry.yours,
      records: judged(registry, reports, seen),
    })),
  };
}

function conditions(
  { baseUrl, repositoryIdentifier, adminEmails, repositoryName }: Config,
  facts: RepositoryFacts,
): Condition[] {
  const { protocol, hostname } = new URL(baseUrl);
  const isPublic =
    isIP(hostname.replace(/^\[|\]$/g, '')) === 0
      ? !NOBODYS.test(hostname) && hostname.includes('.')
      : isPublicAddress(hostname.replace(/^\[|\]$/g, ''));
  const isOwn = repositoryIdentifier !== DEMO_IDENTIFIER && !adminEmails.includes(DEMO_EMAIL);
  return [
    {
      what: `the base URL ${baseUrl} can be reached by everybody, over https`,
      met: isPublic && protocol === 'https:',
      todo: 'Set baseUrl to the public https address that your web server passes on.',
    },
    {
      what: `name, e-mail address and domain are your own (${repositoryName}, ${adminEmails.join(', ')}, ${repositoryIdentifier})`,
      met: isOwn && repositoryName !== 'Demo repository',
      todo: 'Set repositoryName, adminEmails and repositoryIdentifier, the last one before the first import: `oai-pmh init`.',
    },
    {
      what: `there are records (${facts.records})`,
      met: facts.records > 0,
      todo: 'Take some in: `oai-pmh import`.',
    },
    {
      what: 'the endpoint passes the check',
      met: undefined,
      todo: `Run it from another network: oai-pmh check ${baseUrl}`,
    },
  ];
}

function judged({ profiles }: Registry, reports: readonly ProfileReport[], seen: number) {
  return reports
    .filter(({ profile }) => profiles.includes(profile))
    .map(({ profile, title, refused, rules }) => ({
      profile,
      title,
      seen,
      refused,
      reasons: rules
        .filter(({ weight, records }) => weight === 'refused' && records > 0)
        .map(({ wrong, records }) => `${wrong} (${records})`),
    }));
}
