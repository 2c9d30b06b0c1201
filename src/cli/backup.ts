import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Config } from '../config/config.ts';
import { Fault } from '../fault.ts';
import { formatDatestamp, type UtcSeconds } from '../oai/datestamp.ts';
import { backUpStore, openStore } from '../store/index.ts';
import { RECORD_LAYOUT } from '../xml/record-layout.ts';
import { Progress } from './progress.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function backupCommand(terminal: Terminal): Command {
  const command = new Command('backup')
    .description(
      'Copy the store, as it is at one moment, into one file, and check it. Servers go on answering; see `restore`.',
    )
    .argument('<file or folder>', 'a file that does not exist yet, or a folder: then the file is named after the time')
    .option('--keep <number>', 'in a folder: delete older backups of this repository, all but so many', readNumber);
  return withSettings(command, ['database']).action(async (place: string, { keep }: { keep?: number }) => {
    const config = configOf(command, terminal);
    const there = statSync(place, { throwIfNoEntry: false });
    const folder = there?.isDirectory() === true;
    // It is not made here: a disk that is not mounted must be noticed.
    if (keep !== undefined && !there) throw new Fault(`There is no folder ${place}. Make it first: mkdir ${place}`);
    if (keep !== undefined && !folder) throw new Fault(`--keep needs a folder, and ${place} is none.`);
    const now = terminal.clock.now();
    const file = folder ? join(place, nameOf(config, now)) : place;
    const items = await backUp(config, file, now, terminal);
    terminal.out(`${items} items in ${file}, ${megabytes(file)} MB. To put it back: oai-pmh restore ${file}\n`);
    if (keep !== undefined) dropOlder(place, config, keep, terminal);
  });
}

async function backUp(config: Config, file: string, now: UtcSeconds, terminal: Terminal): Promise<number> {
  if (existsSync(file)) throw new Fault(`${file} is there already. Name another file: no backup is overwritten.`);
  terminal.giveWay();
  const partial = `${file}.partial`;
  const progress = new Progress(terminal, 'steps');
  try {
    rmSync(partial, { force: true });
    // Whoever has it can make resumption tokens, and read what is not public yet: from its first byte it is the owner's.
    closeSync(openSync(partial, 'wx', 0o600));
    await backUpStore(config.database, partial, now, {
      stop: terminal.stop,
      progress: (done, all) => progress.update(done, all, done),
    });
    const store = await openStore(partial, RECORD_LAYOUT, now, 'read');
    const { items } = await store.counts();
    await store.close();
    renameSync(partial, file);
    return items;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'EACCES', 'ENOSPC', 'EROFS'].includes(code ?? ''))
      throw new Fault(`${file} cannot be written (${code}). Name a file in a folder that exists and has room.`);
    throw error;
  } finally {
    progress.clear();
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(partial + end, { force: true });
  }
}

/** Names that sort by time. */
function nameOf({ repositoryIdentifier }: Config, now: UtcSeconds): string {
  return `${repositoryIdentifier}-${formatDatestamp(now).replaceAll(/[-:]/g, '')}.sqlite`;
}

function dropOlder(folder: string, { repositoryIdentifier }: Config, keep: number, terminal: Terminal): void {
  const named = readdirSync(folder)
    .filter((name) => name.startsWith(`${repositoryIdentifier}-`) && /-\d{8}T\d{6}Z\.sqlite$/.test(name))
    .filter((name) => name.length === nameOf({ repositoryIdentifier } as Config, 0).length)
    .sort();
  for (const name of named.slice(0, -keep)) {
    rmSync(join(folder, name));
    terminal.out(`Deleted ${basename(name)}.\n`);
  }
}

function megabytes(file: string): string {
  return (statSync(file).size / 1e6).toFixed(1);
}

function readNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 on.');
  return Number(text);
}
