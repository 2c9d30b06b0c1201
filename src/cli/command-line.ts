import { Command, CommanderError } from 'commander';
import { EXIT, Fault } from '../fault.ts';
import { SOFTWARE } from '../version.ts';
import type { Terminal } from './terminal.ts';

type MakeCommand = (terminal: Terminal, finish: (exitCode: number) => void) => Command;

/** In the order of the help. A command is loaded when it is called: a server need not hold what imports are made with. */
const COMMANDS: Readonly<Record<string, () => Promise<MakeCommand>>> = {
  init: async () => (await import('./init.ts')).initCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  import: async () => (await import('./import.ts')).importCommand,
  sync: async () => (await import('./sync.ts')).syncCommand,
  harvest: async () => (await import('./harvest.ts')).harvestCommand,
  rejects: async () => (await import('./rejects.ts')).rejectsCommand,
  sources: async () => (await import('./sources.ts')).sourcesCommand,
  mapping: async () => (await import('./mapping.ts')).mappingCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  delete: async () => (await import('./delete.ts')).deleteCommand,
  undelete: async () => (await import('./undelete.ts')).undeleteCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  harvesters: async () => (await import('./harvesters.ts')).harvestersCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  register: async () => (await import('./register.ts')).registerCommand,
  'check-records': async () => (await import('./check-records.ts')).checkRecordsCommand,
  render: async () => (await import('./render.ts')).renderCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  copy: async () => (await import('./copy.ts')).copyCommand,
  restamp: async () => (await import('./restamp.ts')).restampCommand,
  maintenance: async () => (await import('./maintenance-mode.ts')).maintenanceCommand,
  acts: async () => (await import('./acts.ts')).actsCommand,
  'token-key': async () => (await import('./token-key.ts')).tokenKeyCommand,
};

const EXIT_CODES = `
Exit codes: ${EXIT.ok} done; ${EXIT.failed} failed; ${EXIT.usage} wrong usage or configuration; ${EXIT.refusals} done, but something was refused.
Settings come from oai-pmh.yaml, the environment and flags; the later ones win. docs/reference.md lists them.`;

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
  const called = COMMANDS[words[0] ?? ''];
  for (const load of called ? [called] : Object.values(COMMANDS)) {
    const command = (await load())({ ...terminal, command: words }, finish);
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
