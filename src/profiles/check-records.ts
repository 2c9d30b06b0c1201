import type { Store } from '../store/store.ts';
import { type ProfileReport, ProfileTally } from './profile-tally.ts';
import { readServedRecord } from './read-served-record.ts';
import type { Profile } from './rule.ts';
import type { ServedRecord } from './served-record.ts';

/** What `check-records --json` prints: all rules of each profile, those that nobody breaks too. */
export interface RecordsReport {
  /** Items that harvesters see. */
  records: number;
  profiles: ProfileReport[];
}

/**
 * Holds all records that are served to profiles, as they are served: what is judged are the stored bytes. Memory
 * does not grow with the store. `progress` is told the number of items that were read.
 */
export async function checkRecords(
  store: Pick<Store, 'items' | 'readRecord'>,
  profiles: readonly Profile[],
  progress: (items: number) => void = () => {},
): Promise<RecordsReport> {
  const tallies = profiles.map((profile) => new ProfileTally(profile));
  const prefixes = new Set(profiles.map(({ metadataPrefix }) => metadataPrefix));
  let items = 0;
  let records = 0;
  for await (const { identifier, deleted } of store.items()) {
    progress(items++);
    if (deleted) continue;
    const served = new Map<string, ServedRecord>();
    let isSeen = true;
    for (const prefix of prefixes) {
      const reading = await store.readRecord(identifier, prefix, 'seconds');
      // Not to be seen yet.
      if (reading.found === 'noSuchItem') isSeen = false;
      if (reading.found === 'record') served.set(prefix, readServedRecord(identifier, reading.bytes.toString()));
    }
    if (!isSeen) continue;
    records += 1;
    for (const tally of tallies) tally.add(identifier, served.get(tally.profile.metadataPrefix));
  }
  return { records, profiles: tallies.map((tally) => tally.report()) };
}
