import { Command } from 'commander';
import type { SourceStatus } from '../dashboard/dashboard-parts.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import { repeatedNodes, type SetSpec } from '../oai/set-spec.ts';
import type { Store } from '../store/store.ts';
import { withRepository } from './open-repository.ts';
import { renderingChanges } from './rendering-of.ts';
import { configOf, withSettings } from './settings-options.ts';
import { sourceStatuses } from './source-statuses.ts';
import type { Terminal } from './terminal.ts';

export function statusCommand(terminal: Terminal): Command {
  const command = new Command('status').description('Say what is in the store.').option('--json', 'as JSON');
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, 'read', async ({ store, rendering }) => {
      const [counts, state] = [await store.counts(), await store.readState()];
      const restamping = await store.restamping.left();
      const status = {
        store: store.description,
        bytes: await store.size(),
        repositoryIdentifier: state.repositoryIdentifier,
        baseUrl: config.baseUrl,
        earliestDatestamp: formatDatestamp(state.earliest),
        clockRow: formatDatestamp(state.high),
        ...counts,
        rejects: await store.quarantine.count(),
        sources: sourceStatuses(config.sources, await store.sources.runs(), terminal.clock.now()).map(printed),
        repeatedSetNames: Object.fromEntries(repeatedNodes(await setSpecsOf(store))),
        renderingUpToDate: (state.rendering ?? rendering) === rendering,
        // Records that `restamp` has begun to date anew, and not reached yet.
        toBeRestamped: restamping.begun ? restamping.records : 0,
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
      const repeated = Object.entries(status.repeatedSetNames);
      if (repeated.length > 0) terminal.out(inOneSentence(repeated));
      if (restamping.begun)
        terminal.out(
          `${restamping.records} records are still to be dated anew. Run \`oai-pmh restamp --resume\` to go on.\n`,
        );
      if (!status.renderingUpToDate)
        terminal.out(
          `Changed since the records were made: ${renderingChanges(state.rendering ?? rendering, rendering).join(', ')}. Run \`oai-pmh render\`.\n`,
        );
    });
  });
}

/** The last parts of setSpecs that stand under several parents (guideline for repositories 4.1). */
function inOneSentence(repeated: readonly [string, string[]][]): string {
  const [[node = '', parents = []] = []] = repeated;
  const places = parents.map((parent) => (parent === '' ? node : `${parent}:${node}`)).join(', ');
  const rest = repeated.length > 1 ? ` (and ${repeated.length - 1} more such names)` : '';
  return `Sets share the last part of their setSpec: ${places}${rest}. Some harvesters look at nothing else.\n`;
}

async function setSpecsOf(store: Pick<Store, 'readSets'>): Promise<SetSpec[]> {
  const setSpecs: SetSpec[] = [];
  for (let more = true; more; ) {
    const page = await store.readSets({ after: setSpecs.at(-1) ?? '', limit: 1000 });
    setSpecs.push(...page.sets.map(({ setSpec }) => setSpec));
    more = page.more;
  }
  return setSpecs;
}

/** A source as it is printed: dates as datestamps. */
function printed({ name, running, started, ended, outcome, fault, next }: SourceStatus) {
  return {
    name,
    running,
    lastStarted: dateOf(started),
    lastEnded: dateOf(ended),
    outcome,
    fault,
    nextRun: dateOf(next),
  };
}

function inWords({ name, running, lastEnded, outcome, fault, nextRun }: ReturnType<typeof printed>): string {
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
