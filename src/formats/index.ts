import { datacite } from './datacite.ts';
import type { Crosswalk } from './format.ts';
import { marc21 } from './marc21.ts';
import { mods } from './mods.ts';
import { oaiDatacite } from './oai-datacite.ts';
import { oaiDc } from './oai-dc.ts';
import { oaiOpenaire } from './oai-openaire.ts';
import { createOaiQdc } from './oai-qdc.ts';

/**
 * What the program can render by itself. The only place where a metadata format is registered. `schemasUrl` is the
 * URL of the folder where the schemas of the project's own stand (`createSchemaRouter`), with a slash at the end.
 */
export function createCrosswalks({ schemasUrl }: { schemasUrl: string }): readonly Crosswalk[] {
  return [oaiDc, createOaiQdc(schemasUrl), mods, marc21, oaiOpenaire, oaiDatacite, datacite];
}
