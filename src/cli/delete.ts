import { Command } from 'commander';
import { EXIT } from '../fault.ts';
import { toOaiIdentifier } from '../oai/identifier.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function deleteCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('delete')
    .description('Delete items. Harvesters are told so for ever, and no import brings them back; `undelete` does.')
    .argument('<identifier...>', 'OAI identifiers, or local ids such as article/17')
    .option('--erase', 'for legal reasons: keep nothing but the tombstone, in no table, and never take it in again');
  return withSettings(command, ['database']).action(async (ids: string[]) => {
    const config = configOf(command, terminal);
    const erase = command.opts<{ erase?: boolean }>().erase === true;
    const identifiers = ids.map((id) => toOaiIdentifier(id, config.repositoryIdentifier));
    const { outcomes, items } = await withRepository(config, terminal, 'write', async ({ store }) => ({
      outcomes: await store.write(
        identifiers.map((identifier) => ({ kind: 'delete', identifier, by: 'hand', erase })),
        () => terminal.clock.now(),
      ),
      items: await Promise.all(identifiers.map((identifier) => store.readItem(identifier))),
    }));
    identifiers.forEach((identifier, index) => {
      if (outcomes[index] === 'unknown') {
        terminal.err(`refused: ${identifier}: there is no such item\n`);
        finish(EXIT.refusals);
      } else if (items[index] === undefined) {
        terminal.out(
          `${identifier}: erased from quarantine; it was no item, and may be taken in when it comes again\n`,
        );
      } else {
        terminal.out(
          `${identifier}: ${outcomes[index] === 'deleted' ? (erase ? 'erased' : 'deleted') : 'was deleted before'}\n`,
        );
      }
    });
  });
}
