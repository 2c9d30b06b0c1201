import { Command } from 'commander';
import { Fault } from '../fault.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import { type HarvesterSummary, stateOf, summaries } from '../usage/harvester-summary.ts';
import type { ListWalk } from '../usage/list-walk.ts';
import { summaryJson } from '../usage/summary-json.ts';
import { UsageReader } from '../usage/usage-reader.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

const DAY = 86_400;

export function harvestersCommand(terminal: Terminal): Command {
  const command = new Command('harvesters')
    .description('Say who harvests, what, and how far they are.')
    .option('--days <number>', 'seen in so many days', '30')
    .option('--json', 'as JSON Lines');
  return withSettings(command, ['database']).action(() => {
    const { usage } = configOf(command, terminal);
    const { days, json } = command.opts<{ days: string; json?: boolean }>();
    if (!/^\d{1,5}$/.test(days)) throw new Fault('--days takes a whole number, such as 30.');
    if (usage === undefined)
      throw new Fault('Usage is not recorded. Name a file for it with OAI_USAGE, and run `serve` with it.');
    const reader = UsageReader.open(usage);
    if (!reader) throw new Fault(`There is no usage file ${usage} yet: \`serve\` makes it.`);
    try {
      const now = terminal.clock.now();
      const found = summaries(reader, now - Number(days) * DAY, now);
      for (const summary of found)
        terminal.out(json ? `${JSON.stringify(summaryJson(summary, now))}\n` : inWords(summary, now));
      if (!json && found.length === 0) terminal.err(`Nobody has harvested in ${days} days.\n`);
    } finally {
      reader.close();
    }
  });
}

function inWords(summary: HarvesterSummary, now: number): string {
  const { name, agent, network, mailbox, lastSeen, current, lastCompleteRun } = summary;
  const who = [...new Set([agent, network, mailbox])].filter((text) => text !== '' && text !== name);
  return [
    `${name}${who.length > 0 ? `  (${who.join(', ')})` : ''}`,
    `  last seen  ${formatDatestamp(lastSeen)}`,
    `  sums       ${sums(summary)}`,
    ...(current ? [`  list       ${request(current)}: ${progress(current, now)}`] : []),
    `  complete   ${lastCompleteRun ? `${formatDatestamp(lastCompleteRun.ended ?? 0)}, ${request(lastCompleteRun)}: ${lastCompleteRun.delivered}` : 'no complete run seen'}`,
    '',
    '',
  ].join('\n');
}

function sums({ requests, records, bytes, errors, busy, refused, failed, broken }: HarvesterSummary): string {
  const troubles = { errors, 'told to wait': busy, refused, failed, 'broken off': broken };
  return [
    `${requests} requests`,
    `${records} records`,
    `${(bytes / 1e6).toFixed(1)} MB`,
    ...Object.entries(troubles).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])),
  ].join(', ');
}

function request({ verb, metadataPrefix, set, from, until }: ListWalk): string {
  const parts = { metadataPrefix, set, from, until };
  const given = Object.entries(parts).flatMap(([name, value]) => (value === '' ? [] : [`${name}=${value}`]));
  return [verb, ...given].join(' ');
}

function progress(walk: ListWalk, now: number): string {
  const share = walk.size > 0 ? ` (${Math.floor((100 * walk.delivered) / walk.size)} %)` : '';
  const state = stateOf(walk, now) === 'underWay' ? 'under way' : `no page since ${formatDatestamp(walk.last)}`;
  return `${walk.delivered} of ${walk.size}${share}, ${state}`;
}
