import type { ErrorCode, FormatAddress, GranularityName, VerbName } from './vocabulary.ts';

/** An answer as it came over the wire, or out of the app: whatever the client, it has these three. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
  readonly body: Uint8Array | string;
}

/** What was asked, and what the asker has a right to expect. */
export interface Expected {
  /** The verb asked. Left out: whatever the request element says. */
  readonly verb?: VerbName;
  /** The configured base URL, which request and Identify must show to the letter. */
  readonly baseUrl: string;
  /** Of the repository; seconds unless said. */
  readonly granularity?: GranularityName;
  /** The arguments asked, decoded, with or without verb. Left out: the attributes are not compared. */
  readonly requestArguments?: Readonly<Record<string, string>>;
  /** Exactly these codes, each at least once. Left out: success is expected. 'any': both are fine. */
  readonly errors?: readonly ErrorCode[] | 'any';
  /** The repository's formats by prefix, beyond oai_dc. */
  readonly formats?: Readonly<Record<string, FormatAddress>>;
}
