import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/index.ts';
import { type Store, StoreBusy } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import type { Design } from '../simulation/world.ts';

export const REPOSITORY_IDENTIFIER = 'soak.example.org';

/** What every process of the soak is told by its environment. */
export interface SoakSettings {
  /** As OAI_DATABASE would name it. */
  database: string;
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

/** Opens the store as soon as its server is there. */
export function openSoakStore(database: string): Promise<Store> {
  return whenNotBusy(() => openStore(database, RECORD_LAYOUT, Math.floor(Date.now() / 1000)));
}

/** Does it again as long as the store is busy, as its server is being restarted. */
export async function whenNotBusy<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreBusy || (error as Error).cause instanceof StoreBusy)) throw error;
      await sleep(30);
    }
  }
}

/** Holds this process, and the lock that it has, for some milliseconds. */
export function hold(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
