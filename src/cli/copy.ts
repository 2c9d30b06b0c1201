import { Command } from 'commander';
import { SETTINGS } from '../config/settings.ts';
import { EXIT, Fault } from '../fault.ts';
import { type ComparedPart, copyStore } from '../store/copy/copy-store.ts';
import { openCopyTarget, withCopySource } from '../store/index.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export function copyCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('copy')
    .description(
      'Copy a whole store into another one, of either kind: records with their datestamps, deletions, sets, sources, quarantine, and what makes resumption tokens good. Servers may go on answering from the old one; writers are told to wait.',
    )
    .requiredOption('--from <store>', 'the store that is there: what OAI_DATABASE says')
    .requiredOption('--to <store>', 'an empty store, which is made when it does not exist')
    .option('--fresh', 'throw away what an unfinished copy brought, and begin anew')
    .action(async (options: { from: string; to: string; fresh?: boolean }) => {
      const [from, to] = [databaseOf('--from', options.from), databaseOf('--to', options.to)];
      terminal.giveWay();
      const parts = await copy(from, to, options.fresh === true, terminal);
      terminal.out(inTable(parts));
      if (parts.every(({ same }) => same)) {
        terminal.out('The copy is the same as its source. Set OAI_DATABASE to it, and start the server again.\n');
      } else {
        terminal.err(
          'The copy is not the same as its source, and stays unfinished. Run the same command with --fresh to begin anew.\n',
        );
        finish(EXIT.failed);
      }
    });
}

/** What the setting makes of it. */
function databaseOf(option: string, text: string): string {
  try {
    return SETTINGS.find(({ key }) => key === 'database')?.read(text) as string;
  } catch (error) {
    throw new Fault(`${option} will not do; write ${(error as Error).message}.`, EXIT.usage);
  }
}

async function copy(from: string, to: string, fresh: boolean, terminal: Terminal): Promise<ComparedPart[]> {
  const { clock, stop } = terminal;
  const steps = new Steps(terminal);
  try {
    return await withCopySource(from, clock.now(), async (source) => {
      const target = await openCopyTarget(to, clock.now());
      try {
        return await copyStore(source, target, {
          fresh,
          stop,
          progress: (step, rows, all) => steps.add(step, rows, all),
        });
      } finally {
        await target.close();
      }
    });
  } finally {
    steps.end();
  }
}

/** Tells how far a step has come, and at its end how fast it went. */
class Steps {
  readonly #terminal: Terminal;
  #step: { name: string; progress: Progress; began: number; rows: number } | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  add(name: string, rows: number, all: number): void {
    if (this.#step?.name !== name) {
      this.end();
      const began = this.#terminal.clock.monotonic();
      this.#step = { name, progress: new Progress(this.#terminal, `rows ${name}`), began, rows: 0 };
    }
    this.#step.rows += rows;
    this.#step.progress.update(Math.min(this.#step.rows, all), all, this.#step.rows);
  }

  end(): void {
    if (!this.#step) return;
    const { name, progress, began, rows } = this.#step;
    const seconds = this.#terminal.clock.monotonic() - began;
    progress.clear();
    this.#terminal.err(
      `${rows} rows ${name} in ${Math.ceil(seconds)} s, ${Math.round(rows / Math.max(seconds, 0.001))} rows/s.\n`,
    );
  }
}

/** Counts and the beginnings of the checksums, so that a person can hold them against each other. */
function inTable(parts: readonly ComparedPart[]): string {
  const rows = parts.map(({ source, target, same }) => [
    source.part,
    String(source.count),
    String(target?.count ?? 0),
    String(source.deleted),
    String(target?.deleted ?? 0),
    short(source.checksum),
    target ? short(target.checksum) : '–',
    same ? 'same' : 'DIFFERENT',
  ]);
  const heads = ['', 'source', 'copy', 'deleted', 'in copy', 'checksum', 'of copy', ''];
  const widths = heads.map((_, column) => Math.max(...[heads, ...rows].map((row) => row[column]?.length ?? 0)) + 2);
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('')
      .trimEnd();
  return `${[heads, ...rows].map(line).join('\n')}\n`;
}

function short(checksum: string): string {
  return checksum.slice(0, 12);
}
