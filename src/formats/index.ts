import type { Crosswalk } from './format.ts';
import { oaiDc } from './oai-dc.ts';

/** What the program can render by itself. The only place where a metadata format is registered. */
export const crosswalks: readonly Crosswalk[] = [oaiDc];
