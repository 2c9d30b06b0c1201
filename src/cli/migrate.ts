import { Command } from 'commander';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function migrateCommand(terminal: Terminal): Command {
  const command = new Command('migrate').description(
    'Bring the store to the schema of this version (every command that writes does so by itself); of a file, a backup copy is kept.',
  );
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, 'write', async ({ store }) => {
      terminal.out(`${store.description} has the schema of this version.\n`);
    });
  });
}
