import { Abusers } from './abusers.ts';

/** Fifty abusive clients, in a process of their own: told a port they begin, and told anything else they say what they met with. */
let abusers: Abusers | undefined;
process.on('message', async (message: { port: number; count: number } | 'stop') => {
  if (message !== 'stop') {
    abusers = new Abusers(message.port, message.count);
    return;
  }
  await abusers?.stop();
  process.send?.(abusers?.met ?? {}, undefined, undefined, () => process.exit());
});
