import type { Granularity } from '../oai/granularity.ts';

/** Everything that can be set. */
export interface SettingTypes {
  port: number;
  host: string;
  database: string;
  baseUrl: string;
  repositoryName: string;
  adminEmails: readonly string[];
  repositoryIdentifier: string;
  landingUrl: string;
  pageSize: number;
  granularity: Granularity;
  /** Seconds; undefined: tokens do not expire. */
  tokenTtl: number | undefined;
  /** Processes that answer; auto: as many as there are cores. */
  workers: number | 'auto';
  logLevel: LogLevel;
  logAddresses: 'short' | 'full';
  /** Milliseconds; undefined: no request is called slow. */
  slowRequest: number | undefined;
  /** Entries of an AddressList, as the next one. */
  trustedProxies: readonly string[];
  /** Requests a second; undefined: no limit. */
  rateLimit: number | undefined;
  rateBurst: number;
  clientConcurrency: number;
  concurrency: number;
  clientConnections: number;
  /** Entries of an AddressList. */
  allowList: readonly string[];
  /** auto: a port that is free. */
  operatorPort: number | 'auto' | 'none';
  operatorHost: string;
  operatorToken: string | undefined;
  /** Path of the usage file; undefined: none is kept. */
  usage: string | undefined;
  usageAddresses: 'short' | 'full' | 'none';
  /** Seconds. */
  usageRetention: number;
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One setting: its three names, what it means, and how its text is read. */
export interface Setting<K extends keyof SettingTypes = keyof SettingTypes> {
  /** Key in the config file. */
  key: K;
  environment: string;
  /** Long option of the command line, for the common ones. */
  flag?: string;
  /** For the settings table. */
  meaning: string;
  /** The default as text; undefined where it follows from other settings (see `defaultNote`). */
  default: string | undefined;
  defaultNote?: string;
  /** Whether messages must not show the text. */
  secret?: boolean;
  /** Reads the text; throws an Error that says what to write instead. */
  read(text: string): SettingTypes[K];
}

/** An entry of the table of settings, checked against the type of its key. */
export function setting<K extends keyof SettingTypes>(definition: Setting<K>): Setting<K> {
  return definition;
}
