import { statSync } from 'node:fs';
import { Command } from 'commander';
import { Cron } from 'croner';
import type { SourceDefinition } from '../ingest/source-definition.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import type { SourceRun } from '../store/source-ledger.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function statusCommand(terminal: Terminal): Command {
  const command = new Command('status').description('Say what is in the store.').option('--json', 'as JSON');
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, async ({ store, rendering }) => {
      const [counts, state] = [await store.counts(), await store.readState()];
      const status = {
        store: config.database,
        bytes: statSync(config.database).size,
        repositoryIdentifier: state.repositoryIdentifier,
        baseUrl: config.baseUrl,
        earliestDatestamp: formatDatestamp(state.earliest),
        clockRow: formatDatestamp(state.high),
        ...counts,
        rejects: await store.quarantine.count(),
        sources: sourcesOf(config.sources, await store.sources.runs(), terminal.clock.now()),
        renderingUpToDate: state.rendering === rendering,
      };
      if (command.opts<{ json?: boolean }>().json) {
        terminal.out(`${JSON.stringify(status, null, 2)}\n`);
        return;
      }
      const rows = [
        ['Store', `${status.store} (${(status.bytes / 1e6).toFixed(1)} MB)`],
        ['Identifiers', `oai:${status.repositoryIdentifier}:…`],
        ['Base URL', status.baseUrl],
        ['Since', status.earliestDatestamp],
        ['Clock row', status.clockRow],
        ['Items', `${status.items}${status.waiting > 0 ? `, ${status.waiting} of them not to be seen yet` : ''}`],
        ['Sets', String(status.sets)],
        ['Quarantine', `${status.rejects}${status.rejects > 0 ? ' refused: see `oai-pmh rejects list`' : ''}`],
        ...status.sources.map((source) => ['Source', inWords(source)]),
        ...status.formats.map(({ metadataPrefix, records, deleted }) => [
          metadataPrefix,
          `${records} ${records === 1 ? 'record' : 'records'}, ${deleted} of them deleted`,
        ]),
      ];
      for (const [name = '', value = ''] of rows) terminal.out(`${name.padEnd(13)}${value}\n`);
      if (!status.renderingUpToDate)
        terminal.out('The base URL or the landing URL has changed since: run `oai-pmh render`.\n');
    });
  });
}

interface SourceStatus {
  name: string;
  running: boolean;
  lastStarted: string | undefined;
  lastEnded: string | undefined;
  outcome: Readonly<Record<string, number>> | undefined;
  fault: string | undefined;
  nextRun: string | undefined;
}

/** Sources of the configuration, and those of former days that the store still knows. */
function sourcesOf(defined: readonly SourceDefinition[], runs: readonly SourceRun[], now: number): SourceStatus[] {
  const names = new Set([...defined.map(({ name }) => name), ...runs.map(({ name }) => name)]);
  return [...names].map((name) => {
    const run = runs.find((known) => known.name === name);
    const schedule = defined.find((source) => source.name === name)?.schedule;
    return {
      name,
      running: run?.lockOwner !== undefined && (run.lockUntil ?? 0) > now,
      lastStarted: dateOf(run?.started),
      lastEnded: dateOf(run?.ended),
      outcome: run?.outcome,
      fault: run?.fault,
      nextRun: schedule === undefined ? undefined : nextRun(schedule, now),
    };
  });
}

function inWords({ name, running, lastEnded, outcome, fault, nextRun }: SourceStatus): string {
  const counts = Object.entries(outcome ?? {}).filter(([, count]) => count > 0);
  const parts = [
    running ? 'runs now' : lastEnded === undefined ? 'never run' : `last run ended ${lastEnded}`,
    ...(fault === undefined ? counts.map(([what, count]) => `${count} ${what}`) : [`failed: ${fault}`]),
    ...(nextRun === undefined ? [] : [`next run ${nextRun}`]),
  ];
  return `${name}: ${parts.join(', ')}`;
}

function dateOf(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : formatDatestamp(seconds);
}

function nextRun(schedule: string, now: number): string | undefined {
  const next = new Cron(schedule, { paused: true, timezone: 'UTC' }).nextRun(new Date(now * 1000));
  return next === null ? undefined : formatDatestamp(Math.floor(next.getTime() / 1000));
}
