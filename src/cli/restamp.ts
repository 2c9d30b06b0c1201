import { Command } from 'commander';
import { Fault } from '../fault.ts';
import type { Store } from '../store/store.ts';
import { withRepository } from './open-repository.ts';
import { redateAll } from './redate-all.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function restampCommand(terminal: Terminal): Command {
  const command = new Command('restamp')
    .description(
      'Date every record anew, deleted ones too, so that all harvesters fetch them again: after the store was put back from an older copy, or a standby that lagged was promoted.',
    )
    .option('--dry-run', 'only tell how many records would be dated anew')
    .option('--resume', 'go on with one that was stopped, where the store was not put back from a copy since')
    .option('--yes', 'do not ask');
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    const {
      dryRun = false,
      resume = false,
      yes = false,
    } = command.opts<{ dryRun?: boolean; resume?: boolean; yes?: boolean }>();
    terminal.giveWay();
    await withRepository(config, terminal, dryRun ? 'read' : 'write', async ({ store }) => {
      const { begun, records: left } = await store.restamping.left();
      if (resume && !begun) throw new Fault('There is nothing to go on with. Run `oai-pmh restamp`.');
      const records = resume ? left : await countOf(store);
      terminal.out(
        resume
          ? `${records} records are still to be dated anew.\n`
          : `${records} records get a new datestamp, so every harvester fetches them again.\n`,
      );
      // A copy that was put back may have been made while an earlier one was going on.
      if (begun && !resume)
        terminal.out(
          `One that was begun before has not ended: ${left} records are left of it. If the store was not put back from a copy since, --resume goes on with it.\n`,
        );
      if (dryRun) return;
      // What was begun was agreed to.
      if (!resume && !yes) await agree(terminal);
      await restamp(store, { records, resume }, terminal);
    });
  });
}

async function restamp(
  store: Store,
  { records, resume }: { records: number; resume: boolean },
  terminal: Terminal,
): Promise<void> {
  const { restamping } = store;
  const { resumed } = await restamping.begin(terminal.clock.now(), { resume });
  if (!resumed) {
    terminal.out('New token key: lists that are under way begin anew, since the order that they went by is lost.\n');
  }
  const items = await redateAll(store, records, terminal);
  if (terminal.stop.aborted) throw new Fault('Stopped. Run `oai-pmh restamp --resume` to go on.');
  await restamping.end();
  terminal.out(`Items dated anew: ${items}.\n`);
}

async function countOf(store: Store): Promise<number> {
  const { formats } = await store.counts();
  return formats.reduce((sum, { records }) => sum + records, 0);
}

/** Fault: nobody is there to ask, or the answer is no. */
async function agree(terminal: Terminal): Promise<void> {
  const yes = await terminal.confirm('Go on?');
  if (yes === true) return;
  throw new Fault(
    yes === undefined ? 'Nothing was changed. If it is right, run `oai-pmh restamp --yes`.' : 'Nothing was changed.',
  );
}
