import { Command } from 'commander';
import { EXIT, Fault } from '../fault.ts';
import { forgetSource } from '../ingest/forget-source.ts';
import { BY_HAND, handOverSource } from '../ingest/hand-over-source.ts';
import type { SourceDefinition } from '../ingest/source-definition.ts';
import type { Store } from '../store/store.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function sourcesCommand(terminal: Terminal): Command {
  const command = new Command('sources').description(
    'Where the items of the store come from: see it, and retire a source that was taken out of the config file.',
  );
  const withStore = (part: Command) => withSettings(part, ['database']);

  const list = new Command('list').description('One line each.').option('--json', 'as JSON Lines');
  withStore(list).action(() => {
    const config = configOf(list, terminal);
    return withRepository(config, terminal, 'read', async ({ store }) => {
      const { json } = list.opts<{ json?: boolean }>();
      for (const source of await known(store, config.sources)) {
        terminal.out(`${json ? JSON.stringify(source) : line(source)}\n`);
      }
    });
  });

  const forget = new Command('forget')
    .description('Delete all its items, as a sync of nothing would, and strike it off. Stopped, run it again.')
    .argument('<name>', 'a source that is not in the config file any more')
    .option('--allow-mass-delete', 'yes, all of them');
  withStore(forget).action((name: string) => {
    const config = configOf(forget, terminal);
    const { allowMassDelete = false } = forget.opts<{ allowMassDelete?: boolean }>();
    if (name === BY_HAND) {
      throw new Fault(`${BY_HAND} is no source, but what was imported by hand: see \`delete\`.`, EXIT.usage);
    }
    if (config.sources.some((source) => source.name === name)) {
      throw new Fault(
        `Source ${name} is in the config file: its next sync would bring everything back. Take it out first.`,
        EXIT.usage,
      );
    }
    return withRepository(config, terminal, 'write', async ({ store }) => {
      check(name, await known(store, config.sources));
      const items = await forgetSource(name, { allowMassDelete }, partsOf(store, terminal));
      terminal.out(`${name}: forgotten, ${items} ${items === 1 ? 'item' : 'items'} deleted.\n`);
    });
  });

  const handOver = new Command('hand-over')
    .description('Give all its items to another source, and strike it off. No record changes. Stopped, run it again.')
    .argument('<name>', 'the source that has them')
    .argument('<to>', `the source that gets them; ${BY_HAND}: as if they had been imported by hand`);
  withStore(handOver).action((name: string, to: string) => {
    const config = configOf(handOver, terminal);
    if (name === to) throw new Fault('Name two sources: whose items, and who gets them.', EXIT.usage);
    return withRepository(config, terminal, 'write', async ({ store }) => {
      const sources = await known(store, config.sources);
      check(name, sources);
      if (to !== BY_HAND) check(to, sources);
      const items = await handOverSource(name, to, partsOf(store, terminal));
      terminal.out(`${name}: ${items} ${items === 1 ? 'item' : 'items'}, deleted ones included, now of ${to}.\n`);
    });
  });

  for (const part of [list, forget, handOver]) command.addCommand(part);
  return command;
}

interface KnownSource {
  name: string;
  /** Items that are not deleted. */
  items: number;
  inConfig: boolean;
}

/** Sources of the config file, of runs, and of items. */
async function known(store: Store, defined: readonly SourceDefinition[]): Promise<KnownSource[]> {
  const counts = new Map((await store.sources.itemCounts()).map(({ name, items }) => [name, items]));
  const runs = await store.sources.runs();
  const names = new Set([...defined.map(({ name }) => name), ...runs.map(({ name }) => name), ...counts.keys()]);
  return [...names].sort().map((name) => ({
    name,
    items: counts.get(name) ?? 0,
    inConfig: defined.some((source) => source.name === name),
  }));
}

function line({ name, items, inConfig }: KnownSource): string {
  const where = inConfig ? 'in the config file' : 'not in the config file';
  return `${name}: ${items} ${items === 1 ? 'item' : 'items'}, ${name === BY_HAND ? 'imported by hand' : where}`;
}

function check(name: string, sources: readonly KnownSource[]): void {
  if (sources.some((source) => source.name === name)) return;
  const names = sources.map((source) => source.name).join(', ') || 'none';
  throw new Fault(`There is no source ${name}. There are: ${names}.`, EXIT.usage);
}

function partsOf(store: Store, terminal: Terminal) {
  return { store, clock: terminal.clock, stop: terminal.stop };
}
