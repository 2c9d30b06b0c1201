import type { Crosswalk } from './format.ts';
import { oaiDc } from './oai-dc.ts';

/** The only place where a metadata format is registered. oai_dc comes first: it is owed for every record. */
export const crosswalks: readonly Crosswalk[] = [oaiDc];
