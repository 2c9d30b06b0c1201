import { base } from './base.ts';
import { driver } from './driver.ts';
import { openaire3 } from './openaire3.ts';
import { openaire4 } from './openaire4.ts';
import type { Profile } from './rule.ts';

/** The aggregators whose rules records can be held to. The only place where a profile is registered. */
export const profiles: readonly Profile[] = [openaire3, openaire4, base, driver];
