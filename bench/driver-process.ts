import type { Load } from './load.ts';
import { runLoad } from './run-load.ts';

/** The load driver: a process of its own, so that its work and its garbage are not the server's. */
process.on('message', async (load: Load) => {
  process.send?.(await runLoad(load));
});
