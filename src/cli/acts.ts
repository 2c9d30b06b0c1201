import { Command, InvalidArgumentError } from 'commander';
import { formatDatestamp } from '../oai/datestamp.ts';
import type { Act } from '../store/act-log.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function actsCommand(terminal: Terminal): Command {
  const command = new Command('acts')
    .description('List what was done to the repository by commands: when, by whom, and how it ended. The newest first.')
    .option('--limit <number>', 'at most so many', readLimit, 50)
    .option('--json', 'as JSON Lines');
  return withSettings(command, ['database']).action(async () => {
    const { limit, json } = command.opts<{ limit: number; json?: boolean }>();
    await withRepository(configOf(command, terminal), terminal, 'read', async ({ store }) => {
      const acts = await store.acts.recent(limit);
      if (acts.length === 0 && !json) terminal.err('Nothing was done yet.\n');
      for (const act of acts) terminal.out(`${json ? inJson(act) : inWords(act)}\n`);
    });
  });
}

function readLimit(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Write a whole number, such as 50.');
  return Number(text);
}

function inWords({ began, actor, command, outcome }: Act): string {
  return `${formatDatestamp(began)}  ${actor}  ${command}: ${outcome ?? 'not ended, or killed'}`;
}

function inJson({ began, ended, ...act }: Act): string {
  const dates = { began: formatDatestamp(began), ended: ended === undefined ? null : formatDatestamp(ended) };
  return JSON.stringify({ ...act, outcome: act.outcome ?? null, ...dates });
}
