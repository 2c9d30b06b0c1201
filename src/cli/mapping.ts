import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { EXIT, Fault } from '../fault.ts';
import { mappingPath } from '../ingest/csv/find-mapping.ts';
import { openWithDraft } from '../ingest/csv/open-with-draft.ts';
import { writeMapping } from '../ingest/csv/write-mapping.ts';
import { SourceFile } from '../ingest/source-file.ts';
import type { Terminal } from './terminal.ts';

export function mappingCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const draft = new Command('draft')
    .description('Write a first mapping from the column names and first rows of a CSV or TSV file. Stores nothing.')
    .argument('<file>', 'the table')
    .option('--output <file>', 'file to write, which must not be there yet (default: standard output)')
    .option('--encoding <label>', 'encoding of the table, such as windows-1254 (default: UTF-8)')
    .action(async (path: string) => {
      const { output, encoding } = draft.opts<{ output?: string; encoding?: string }>();
      if (!existsSync(path)) throw new Fault(`There is no file ${path}.`);
      const drafted = await openWithDraft(new SourceFile(path, basename(path), encoding));
      const text = writeMapping(drafted.draft, path);
      if (output === undefined) terminal.out(text);
      else await write(output, text);
      for (const problem of drafted.draft.problems) terminal.err(`Not ready: ${problem}. Say which one it is.\n`);
      if (output !== undefined) terminal.err(`${told(output, path)}\n`);
      finish(drafted.draft.problems.length > 0 ? EXIT.refusals : EXIT.ok);
    });
  return new Command('mapping').description('How the columns of a table become items.').addCommand(draft);
}

/** Never over a file that is there: somebody may have gone on with the first draft. */
async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new Fault(`${path} is there already. Remove it, or name another file.`);
    throw new Fault(`${path} cannot be written (${code}).`);
  }
}

function told(output: string, path: string): string {
  const places = [mappingPath(path), join(dirname(path), 'mapping.yaml')];
  const isThere = places.some((place) => resolve(place) === resolve(output));
  return isThere
    ? `${output} written. Check every line, then import ${path}.`
    : `${output} written. Check every line, and keep it as ${mappingPath(path)}.`;
}
