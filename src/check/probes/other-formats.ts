import type { Probe } from './probe.ts';

/** Formats that aggregators read beside oai_dc. */
const READ_BY_AGGREGATORS: readonly string[] = ['oai_openaire'];

/** A page of records in each of them, where it is offered. */
export const probeOtherFormats: Probe = async (survey) => {
  for (const { metadataPrefix } of survey.facts.formats) {
    if (READ_BY_AGGREGATORS.includes(metadataPrefix)) await survey.ask('ListRecords', { metadataPrefix });
  }
};
