import type { Load } from './load.ts';
import { runLoad } from './run-load.ts';

/** The load driver: a process of its own, so that its work and its garbage are not the server's. */
let stopped = new AbortController();
process.on('message', async (message: Load | 'stop') => {
  if (message === 'stop') {
    stopped.abort();
    return;
  }
  stopped = new AbortController();
  process.send?.(await runLoad(message, stopped.signal));
});
