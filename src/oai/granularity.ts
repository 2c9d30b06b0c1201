/** Finest datestamp unit that a repository serves (protocol 3.3.2). */
export type Granularity = 'seconds' | 'day';

/** The literals that Identify shows. */
export const GRANULARITY_LITERAL: Readonly<Record<Granularity, string>> = {
  seconds: 'YYYY-MM-DDThh:mm:ssZ',
  day: 'YYYY-MM-DD',
};
