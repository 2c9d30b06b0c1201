import { Command } from 'commander';
import { renderAgain } from '../ingest/render-again.ts';
import { withRepository } from './open-repository.ts';
import { Progress } from './progress.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function renderCommand(terminal: Terminal): Command {
  const command = new Command('render').description(
    'Make all records anew from the stored items, after a setting or the program changed. Only records whose bytes change get a new datestamp.',
  );
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, 'write', async ({ store, cataloguing, rendering }) => {
      const { items } = await store.counts();
      const progress = new Progress(terminal, 'items');
      const totals = await renderAgain(store.items(), store, cataloguing, terminal.clock, (done) =>
        progress.update(done, items, done),
      );
      progress.clear();
      await store.noteRendering(rendering);
      const changed = (totals.get('updated') ?? 0) + (totals.get('created') ?? 0);
      terminal.out(`${changed} changed, ${totals.get('unchanged') ?? 0} unchanged.\n`);
    });
  });
}
