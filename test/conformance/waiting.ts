/** Why a row has no test: a feature that a later issue names (by the number in the title), or no feature at all. */
export type Entry =
  | { readonly waitsFor: 3 | 4 | 5 | 6 | 7; readonly reason: string }
  | { readonly doesNotApply: string };

/** Every row of the checklist without a test. `npm run conformance` fails on an entry that is no longer needed. */
export const WAITING: Readonly<Record<string, Entry>> = {
  'HTTP-20': { doesNotApply: 'it says what harvesters do; no access control rests on robots.txt' },

  'RESP-07': { waitsFor: 7, reason: 'limits per client' },
  'RESP-08': { doesNotApply: 'the server never sends a harvester elsewhere' },
  'RESP-18': { doesNotApply: 'answers carry no stylesheet; pages for browsers are made on the server' },

  'DEL-02': { doesNotApply: 'deletedRecord is always persistent' },
  'DEL-04': { doesNotApply: 'deletedRecord is always persistent' },

  'STA-01': { doesNotApply: 'no static repositories are made' },
  'STA-02': { doesNotApply: 'no static repositories are made' },
  'STA-03': { doesNotApply: 'no static repositories are made' },
};
