import type { HarvesterKey } from './harvester-key.ts';

/**
 * Services by what they say in User-Agent or From. Large aggregators publish no fixed User-Agent for OAI-PMH, and change
 * theirs; so services are told by the domain that they name in either header, and by agents that operators of
 * repositories saw and published:
 *  - (a) https://lists.clir.org/cgi-bin/wa?A2=ind1411&L=CODE4LIB&P=164368 (agents in the log of an OAI server)
 *  - (b) https://www.eprints.org/eptech/msg09027.html (agents of harvesters)
 *  - (c) https://github.com/atmire/COUNTER-Robots (the list of robots of Project COUNTER; oaDOI: its issue 8)
 * A name is a claim of the client: anybody can send it.
 */
const SERVICES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['BASE', /\bbase-search\.net\b|\bbase\.ub@uni-bielefeld\.de\b|\bub\.uni-bielefeld\.de\b/i],
  ['OpenAIRE', /\bopenaire\.eu\b/i],
  ['CORE', /\bcore\.ac\.uk\b/i],
  ['Open Archives registry', /\bopenarchives\.org\b/i],
  ['Europeana', /\beuropeana\.eu\b/i],
  ['DOAJ', /\bdoaj\.org\b/i],
  ['OCLC', /\boclc\.org\b/i], // (a)
  ['Unpaywall', /\b(unpaywall|impactstory|oadoi)\.org\b|^oaDOI$/i], // (b), (c)
  ['IRUS', /^IRUS_metadata_harvesting_bot\b/i], // (b)
  ['EThOS (British Library)', /^EThOS\b/i], // (c)
  ['Trove', /^Trove\b/i], // (c)
  ['LOCKSS', /\bLOCKSS\b/i], // (c)
  ['Google', /\bGooglebot\b/i], // (a)
  ['Bing', /\bbingbot\b/i], // (a)
  ['Baidu', /\bBaiduspider\b/i], // (a)
  ['YaCy', /^yacybot\b/i], // (a)
];

/** Programs that anybody may run; what they are called says nothing of who harvests. Sources as above. */
const PROGRAMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['PKP Harvester', /^PKPHarvester\b/i], // (a)
  ['Celestial', /^Celestial\//i], // (a), (c)
  ['Net::OAI::Harvester', /^Net::OAI::Harvester\b/i], // (a)
  ['OAIHarvester', /^OAIHarvester\b/i], // (a)
  ['pyoai', /^pyoai\b/i], // (b)
  ['Guzzle (PHP)', /^GuzzleHttp\//i], // (b)
  ['Apache HttpClient (Java)', /^(Apache-HttpClient|Jakarta Commons-HttpClient)\//i], // (a), (b)
  ['curl', /^curl\//i], // (c)
  ['Wget', /^Wget\//i], // (c)
  ['Python', /^python-/i], // (c)
];

/** What a harvester is called for people: the service that it names, the program, or what it sent. */
export function nameOf({ agent, mailbox, network }: HarvesterKey): string {
  const service = SERVICES.find(([, pattern]) => pattern.test(agent) || pattern.test(mailbox));
  if (service) return service[0];
  const program = PROGRAMS.find(([, pattern]) => pattern.test(agent));
  if (program) return program[0];
  return agent || mailbox || network || 'unnamed';
}
