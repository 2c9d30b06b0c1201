import { parentPort, workerData } from 'node:worker_threads';
import { createCrosswalks } from '../formats/index.ts';
import { offeredFormats } from '../formats/offered-formats.ts';
import { prepare } from '../ingest/prepare.ts';
import type { ThreadAnswer, ThreadSettings, ThreadTask } from './preparing-thread.ts';

// What a preparing thread runs: each batch that comes is prepared, and goes back in the order in which they came.
const { cataloguing, formats, schemasUrl } = workerData as ThreadSettings;
const complete = { ...cataloguing, crosswalks: await offeredFormats(formats, createCrosswalks({ schemasUrl })) };
const answer = (message: ThreadAnswer) => parentPort?.postMessage(message);
parentPort?.on('message', ({ arrivals, options }: ThreadTask) => {
  answer({ prepared: arrivals.map((arrival) => prepare(arrival, options, complete)) });
});
answer('ready');
