import { outcomeOf } from '../survey.ts';
import type { Probe } from './probe.ts';

/** Formats that aggregators read beside oai_dc. */
const READ_BY_AGGREGATORS: readonly string[] = ['oai_openaire'];
/** Most formats that are asked for. */
const MOST = 10;

/** What is offered beside oai_dc; of what aggregators read, a page of records. */
export const probeOtherFormats: Probe = async (survey) => {
  const others = survey.facts.formats.filter(({ metadataPrefix }) => metadataPrefix !== 'oai_dc').slice(0, MOST);
  for (const { metadataPrefix } of others) {
    const verb = READ_BY_AGGREGATORS.includes(metadataPrefix) ? 'ListRecords' : 'ListIdentifiers';
    const reply = await survey.ask(verb, { metadataPrefix });
    if (reply.answer === undefined) continue;
    const isLegal = reply.answer.errors.every(({ code }) => code === 'noRecordsMatch');
    survey.hold('VRB-10', isLegal, reply, `${metadataPrefix} is listed, and ${outcomeOf(reply)} came`);
  }
  if (others.length === 0) survey.ledger.skip('there is no format but oai_dc', 'VRB-10');
};
