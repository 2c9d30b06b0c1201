import { Command } from 'commander';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function tokenKeyCommand(terminal: Terminal): Command {
  const rotate = new Command('rotate')
    .description(
      'Make a new key. Tokens of the key before stay good until the next rotation, so that no list breaks off.',
    )
    .option('--revoke', 'let no older token stay good: lists that are under way must begin anew');
  withSettings(rotate, ['database']).action(async () => {
    const revoke = rotate.opts<{ revoke?: boolean }>().revoke === true;
    await withRepository(configOf(rotate, terminal), terminal, 'write', ({ store }) =>
      store.rotateTokenKey({ keepPrevious: !revoke }),
    );
    terminal.out(
      revoke
        ? 'New token key; older tokens are good no longer.\n'
        : 'New token key; tokens of the one before stay good.\n',
    );
  });
  return new Command('token-key').description('The key that authenticates resumption tokens.').addCommand(rotate);
}
