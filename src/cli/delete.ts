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
    const outcomes = await withRepository(config, terminal, 'write', ({ store }) =>
      store.write(
        identifiers.map((identifier) => ({ kind: 'delete', identifier, by: 'hand', erase })),
        () => terminal.clock.now(),
      ),
    );
    identifiers.forEach((identifier, index) => {
      if (outcomes[index] === 'unknown') {
        terminal.err(`refused: ${identifier}: there is no such item\n`);
        finish(EXIT.refusals);
      } else {
        terminal.out(
          `${identifier}: ${outcomes[index] === 'deleted' ? (erase ? 'erased' : 'deleted') : 'was deleted before'}\n`,
        );
      }
    });
  });
}
