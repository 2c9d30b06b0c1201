import { Command } from 'commander';
import { EXIT } from '../fault.ts';
import { catalogueAgain, inRuleSets } from '../ingest/cataloguing.ts';
import { toOaiIdentifier } from '../oai/identifier.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function undeleteCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('undelete')
    .description('Bring deleted items back, as they were last imported.')
    .argument('<identifier...>', 'OAI identifiers, or local ids such as article/17');
  return withSettings(command, ['database']).action(async (ids: string[]) => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, 'write', async ({ store, cataloguing }) => {
      for (const id of ids) {
        const identifier = toOaiIdentifier(id, config.repositoryIdentifier);
        const stored = await store.readItem(identifier);
        if (!stored) {
          terminal.err(`refused: ${identifier}: there is no such item\n`);
          finish(EXIT.refusals);
        } else if (!stored.deleted) {
          terminal.out(`${identifier}: is not deleted\n`);
        } else if (stored.erased) {
          terminal.err(`refused: ${identifier}: was erased for ever\n`);
          finish(EXIT.refusals);
        } else if (stored.content === undefined) {
          terminal.err(`refused: ${identifier}: nothing is known of it but its deletion; import it again\n`);
          finish(EXIT.refusals);
        } else {
          const change = await inRuleSets(catalogueAgain(stored, terminal.clock.now(), cataloguing), cataloguing);
          await store.write([{ ...change, undelete: true }], () => terminal.clock.now());
          terminal.out(`${identifier}: brought back\n`);
        }
      }
    });
  });
}
