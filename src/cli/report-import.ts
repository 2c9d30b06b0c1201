import type { ImportListener } from '../ingest/import-files.ts';
import type { IntakeReport } from '../ingest/intake.ts';
import type { IntakeMessage } from '../ingest/intake-message.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Notes that are printed before they are only counted; refusals and pauses are always printed. */
const MOST_NOTES = 20;

/** Prints what an import says while it runs. */
export class ImportPrinter implements ImportListener {
  readonly #terminal: Terminal;
  readonly #progress: Progress;
  readonly #allNotes: boolean;
  #notes = 0;

  constructor(terminal: Terminal, { allNotes = false } = {}) {
    this.#terminal = terminal;
    this.#progress = new Progress(terminal, 'records');
    this.#allNotes = allNotes;
  }

  message(message: IntakeMessage): void {
    if (message.kind !== 'refused' && message.kind !== 'waiting') {
      this.#notes += 1;
      if (!this.#allNotes && this.#notes > MOST_NOTES) return;
    }
    this.#progress.clear();
    this.#terminal.err(`${sentence(message)}\n`);
  }

  progress({ records, bytes, totalBytes }: { records: number; bytes: number; totalBytes: number }): void {
    this.#progress.update(bytes, totalBytes, records);
  }

  /** The closing line: what all the records came to. */
  finish(report: IntakeReport & { missing?: number }): void {
    this.#progress.clear();
    const hidden = this.#allNotes ? 0 : this.#notes - MOST_NOTES;
    if (hidden > 0) this.#terminal.err(`… and ${hidden} more notes; --notes shows them all.\n`);
    this.#terminal.out(`${summary(report)}\n`);
  }
}

function sentence({ kind, path, line, identifier, text }: IntakeMessage): string {
  // A Fault about a whole file names it already.
  const place = text.startsWith(path) ? '' : `${path}${line === undefined ? '' : `:${line}`}: `;
  const item = identifier === undefined ? '' : `${identifier}: `;
  return `${kind}: ${place}${item}${text}`;
}

function summary(report: IntakeReport & { missing?: number }): string {
  const parts = [
    `${report.created} new`,
    `${report.updated} changed`,
    `${report.unchanged} unchanged`,
    `${report.deleted + (report.missing ?? 0)} deleted`,
  ];
  if (report.withheld > 0)
    parts.push(`${report.withheld} left deleted, since a person deleted them (undelete brings them back)`);
  if (report.skippedFiles > 0)
    parts.push(`${report.skippedFiles} ${report.skippedFiles === 1 ? 'file' : 'files'} skipped`);
  parts.push(`${report.refused} refused`);
  return `${parts.join(', ')}.`;
}
