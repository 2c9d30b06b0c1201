import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import type { Verbatim } from '../ingest/verbatim.ts';
import type { Store, StoredItem } from '../store/store.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function exportCommand(terminal: Terminal): Command {
  const command = new Command('export')
    .description('Write everything as JSON Lines: sets, items, and deletions. `import` reads it back.')
    .option('--output <file>', 'file to write (default: standard output)');
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    const { output } = command.opts<{ output?: string }>();
    await withRepository(config, terminal, 'read', async ({ store }) => {
      if (output === undefined) for await (const line of lines(store)) terminal.out(line);
      else terminal.err(`${await writeFile(output, lines(store))} lines written to ${output}.\n`);
    });
  });
}

async function* lines(store: Store): AsyncGenerator<string> {
  for (let after = ''; ; ) {
    const { sets, more } = await store.readSets({ after, limit: 500 });
    for (const set of sets) yield `${JSON.stringify(set)}\n`;
    after = sets.at(-1)?.setSpec ?? after;
    if (!more) break;
  }
  for await (const item of store.items()) yield `${lineOf(item)}\n`;
}

function lineOf({ identifier, content, deleted, sets, verbatim }: StoredItem): string {
  if (!deleted && content !== undefined) {
    if (verbatim === undefined) return content;
    const { payloads } = JSON.parse(verbatim) as Verbatim;
    return JSON.stringify({ ...(JSON.parse(content) as object), payloads });
  }
  return JSON.stringify({ identifier, deleted: true, ...(sets.length > 0 ? { sets } : {}) });
}

/** Writes beside the file and renames at the end: what stands there is always whole. */
async function writeFile(path: string, lines: AsyncIterable<string>): Promise<number> {
  const partial = `${path}.partial`;
  const stream = createWriteStream(partial);
  let count = 0;
  try {
    await once(stream, 'open');
    for await (const line of lines) {
      count += 1;
      if (!stream.write(line)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
    await rename(partial, path);
    return count;
  } catch (error) {
    stream.destroy();
    await rm(partial, { force: true });
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) throw new Fault(`${path} cannot be written: ${message}.`);
    throw error;
  }
}
