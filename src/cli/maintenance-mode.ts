import { Command, InvalidArgumentError } from 'commander';
import { formatDatestamp } from '../oai/datestamp.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

/** Harvesters wait for minutes gladly; some give up on a repository that is away for days. */
const RETRY_AFTER = 600;

export function maintenanceCommand(terminal: Terminal): Command {
  const on = new Command('on')
    .description('Tell harvesters to come again later (503 with Retry-After). No server has to be started again.')
    .option('--retry-after <seconds>', 'when they shall come again', readSeconds, RETRY_AFTER);
  withSettings(on, ['database']).action(async () => {
    const { retryAfter } = on.opts<{ retryAfter: number }>();
    await withRepository(configOf(on, terminal), terminal, 'write', ({ store }) =>
      store.noteMaintenance({ since: terminal.clock.now(), retryAfter }),
    );
    terminal.out(`Harvesters are told to come again in ${retryAfter} seconds. \`oai-pmh maintenance off\` ends it.\n`);
  });
  const off = new Command('off').description('Answer harvesters again.');
  withSettings(off, ['database']).action(async () => {
    await withRepository(configOf(off, terminal), terminal, 'write', ({ store }) => store.noteMaintenance(undefined));
    terminal.out('Harvesters are answered again.\n');
  });
  const status = new Command('status').description('Say whether it is on.');
  withSettings(status, ['database']).action(async () => {
    await withRepository(configOf(status, terminal), terminal, 'read', async ({ store }) => {
      const { maintenance } = await store.readState();
      terminal.out(
        maintenance
          ? `On since ${formatDatestamp(maintenance.since)}; harvesters are told to come again in ${maintenance.retryAfter} seconds.\n`
          : 'Off: harvesters are answered.\n',
      );
    });
  });
  return new Command('maintenance')
    .description('Maintenance mode: the repository is being worked on.')
    .addCommand(on)
    .addCommand(off)
    .addCommand(status);
}

function readSeconds(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write whole seconds, such as 600.');
  return Number(text);
}
