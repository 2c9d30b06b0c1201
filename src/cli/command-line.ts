import { Command, CommanderError } from 'commander';
import { EXIT, Fault } from '../fault.ts';
import { SOFTWARE } from '../version.ts';
import { checkRecordsCommand } from './check-records.ts';
import { deleteCommand } from './delete.ts';
import { exportCommand } from './export.ts';
import { harvestCommand } from './harvest.ts';
import { importCommand } from './import.ts';
import { mappingCommand } from './mapping.ts';
import { migrateCommand } from './migrate.ts';
import { rejectsCommand } from './rejects.ts';
import { renderCommand } from './render.ts';
import { serveCommand } from './serve.ts';
import { sourcesCommand } from './sources.ts';
import { statusCommand } from './status.ts';
import { syncCommand } from './sync.ts';
import type { Terminal } from './terminal.ts';
import { tokenKeyCommand } from './token-key.ts';
import { undeleteCommand } from './undelete.ts';

const EXIT_CODES = `
Exit codes: ${EXIT.ok} done; ${EXIT.failed} failed; ${EXIT.usage} wrong usage or configuration; ${EXIT.refusals} done, but something was refused.
Settings come from oai-pmh.yaml, the environment and flags; the later ones win. See the README.`;

/** Runs one command line and answers its exit code. Prints sentences, never a stack trace. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = new Command('oai-pmh')
    .description('An OAI-PMH 2.0 data provider: records in, harvesters served.')
    .version(SOFTWARE.version)
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  for (const make of [
    serveCommand,
    importCommand,
    syncCommand,
    harvestCommand,
    rejectsCommand,
    sourcesCommand,
    mappingCommand,
    exportCommand,
    deleteCommand,
    undeleteCommand,
    statusCommand,
    checkRecordsCommand,
    renderCommand,
    migrateCommand,
    tokenKeyCommand,
  ]) {
    const command = make(terminal, finish);
    for (const part of [command, ...command.commands]) part.copyInheritedSettings(program);
    program.addCommand(command);
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, terminal: Terminal): number {
  // Commander has printed its sentence already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Fault) {
    terminal.err(`${error.message}\n`);
    return error.exitCode;
  }
  if (terminal.stop.aborted) {
    terminal.err('Stopped. Run it again to go on.\n');
    return EXIT.failed;
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  terminal.err(
    name === 'StoreBusy'
      ? `${message}\n`
      : `This is a fault of the program, please report it: ${message}\n${terminal.environment['LOG_LEVEL'] === 'debug' ? `${stack}\n` : ''}`,
  );
  return EXIT.failed;
}
