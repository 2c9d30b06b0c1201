import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { openStore } from '../store/index.ts';
import { RECORD_LAYOUT } from '../xml/record-layout.ts';
import { takeCensus } from './take-census.ts';

// A thread of its own: reading all items must not keep answers waiting.
const store = await openStore(workerData as string, RECORD_LAYOUT, systemClock.now(), 'read');
try {
  parentPort?.postMessage(await takeCensus(store, systemClock));
} finally {
  await store.close();
}
