import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import type { Design } from '../simulation/world.ts';

export const REPOSITORY_IDENTIFIER = 'soak.example.org';

/** What every process of the soak is told by its environment. */
export interface SoakSettings {
  path: string;
  design: Design;
  /** Of servers. */
  port: number;
  granularity: 'seconds' | 'day';
  /** Of harvesters. */
  baseUrls: string[];
  set: string | undefined;
  mirrorPath: string;
}

export function readSoakSettings(): SoakSettings {
  return JSON.parse(process.env['SOAK'] ?? '{}') as SoakSettings;
}

export function openSoakStore(path: string): SqliteStore {
  return new SqliteStore(path, RECORD_LAYOUT, Math.floor(Date.now() / 1000));
}

/** Holds this process, and the lock that it has, for some milliseconds. */
export function hold(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
