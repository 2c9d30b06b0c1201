import { Command } from 'commander';
import { EXIT } from '../fault.ts';
import { importFiles } from '../ingest/import-files.ts';
import { importFormats } from '../ingest/index.ts';
import { withRepository } from './open-repository.ts';
import { renderingChanges } from './rendering-of.ts';
import { ImportPrinter } from './report-import.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

const FORMATS = importFormats.map(({ name, title }) => `  ${name.padEnd(9)}${title}`).join('\n');

export function importCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('import')
    .description(
      'Take files, or all files in folders, into the store. What is there already unchanged stays untouched.',
    )
    .argument('<path...>', 'files and folders')
    .option('--format <format>', 'import format of all files (default: each is recognised by itself)')
    .option('--set <setSpec>', 'put every item into this set too; may be repeated', collect)
    .option('--encoding <label>', 'encoding of the files, such as windows-1254 (default: UTF-8)')
    .option('--notes', 'print every note, not just the first ones')
    .addHelpText('after', `\nImport formats:\n${FORMATS}`);
  return withSettings(command, ['database']).action(async (paths: string[]) => {
    const config = configOf(command, terminal);
    terminal.giveWay();
    const { format, set, encoding, notes } = command.opts<{
      format?: string;
      set?: string[];
      encoding?: string;
      notes?: boolean;
    }>();
    if (config.demo)
      terminal.err(
        `No store is named, so this goes into the demo store ${config.database}. Go to the folder of your oai-pmh.yaml, or name a store with OAI_DATABASE or --database.\n`,
      );
    const printer = new ImportPrinter(terminal, { allNotes: notes === true });
    const report = await withRepository(
      config,
      terminal,
      'make',
      async ({ store, cataloguing, rendering, preparer }) => {
        const before = (await store.readState()).rendering;
        const changes = before === undefined ? [] : renderingChanges(before, rendering);
        if (changes.length > 0) {
          terminal.err(
            `Changed since the store was filled: ${changes.join(', ')}. Run \`oai-pmh render\` to make all records anew.\n`,
          );
        }
        return importFiles(
          paths,
          { format, sets: set ?? [], encoding },
          { store, cataloguing, preparer, clock: terminal.clock },
          printer,
        );
      },
    );
    printer.finish(report);
    finish(report.refused > 0 ? EXIT.refusals : EXIT.ok);
  });
}

function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
