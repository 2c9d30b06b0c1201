import { once } from 'node:events';
import { Command } from 'commander';
import { EXIT, Fault } from '../fault.ts';
import type { Preparer } from '../ingest/preparer.ts';
import { syncSource } from '../ingest/sync.ts';
import { createLogger } from './create-logger.ts';
import { type Repository, withRepository } from './open-repository.ts';
import { ImportPrinter } from './report-import.ts';
import { scheduleSyncs } from './scheduled-syncs.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

type Flag = 'dryRun' | 'allowMassDelete' | 'notes' | 'scheduled';

export function syncCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('sync')
    .description('Take in the sources of the config file: what changed, what is new, and what is gone.')
    .argument('[name...]', 'sources (default: all)')
    .option('--dry-run', 'only say what would happen')
    .option('--allow-mass-delete', 'delete even more than the share that a source sets (default 10 %)')
    .option('--scheduled', 'stay, and run each source whenever its schedule says so')
    .option('--notes', 'print every note, not just the first ones');
  return withSettings(command, ['database', 'logLevel']).action(async (names: string[]) => {
    const config = configOf(command, terminal);
    const { dryRun, allowMassDelete, notes, scheduled } = command.opts<Partial<Record<Flag, boolean>>>();
    const unknown = names.filter((name) => !config.sources.some((source) => source.name === name));
    if (unknown.length > 0 || config.sources.length === 0) {
      const known =
        config.sources.map(({ name }) => name).join(', ') || 'none: write them below "sources:" in oai-pmh.yaml';
      const what =
        unknown.length > 0 ? `There is no source ${unknown.join(', ')}.` : 'There is nothing to synchronise.';
      throw new Fault(`${what} The config file has ${known}.`, EXIT.usage);
    }
    const chosen = config.sources.filter(({ name }) => names.length === 0 || names.includes(name));
    if (scheduled) {
      const stop = scheduleSyncs(
        { ...config, sources: chosen },
        command.opts<{ config?: string }>().config,
        createLogger(config, terminal),
      );
      if (!terminal.stop.aborted) await once(terminal.stop, 'abort');
      await stop();
      return;
    }
    terminal.giveWay();
    if (dryRun && chosen.length > 1) {
      terminal.err(
        'Each source is judged as if it ran alone: what two of them hold counts for both here, but the first one gets it.\n',
      );
    }
    const work = async ({ store, cataloguing, preparer }: Repository & { preparer: Preparer }) => {
      const parts = { store, cataloguing, preparer, clock: terminal.clock, stop: terminal.stop };
      for (const source of chosen) {
        const printer = new ImportPrinter(terminal, { allNotes: notes === true });
        terminal.out(`${source.name}${dryRun ? ' (dry run)' : ''}: `);
        try {
          const options = { dryRun: dryRun === true, allowMassDelete: allowMassDelete === true };
          const report = await syncSource(source, parts, options, printer);
          printer.finish(report);
          if (report.refused > 0) finish(EXIT.refusals);
        } catch (error) {
          // The other sources have nothing to do with it.
          if (!(error instanceof Fault)) throw error;
          terminal.out('failed.\n');
          terminal.err(`${error.message}\n`);
          finish(EXIT.failed);
        }
      }
    };
    await withRepository(config, terminal, 'make', work, { dryRun: dryRun === true });
  });
}
