import { statSync } from 'node:fs';
import { Command } from 'commander';
import { formatDatestamp } from '../oai/datestamp.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function statusCommand(terminal: Terminal): Command {
  const command = new Command('status').description('Say what is in the store.').option('--json', 'as JSON');
  return withSettings(command, ['database', 'logLevel']).action(async () => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, async ({ store, rendering }) => {
      const [counts, state] = [await store.counts(), await store.readState()];
      const status = {
        store: config.database,
        bytes: statSync(config.database).size,
        repositoryIdentifier: state.repositoryIdentifier,
        baseUrl: config.baseUrl,
        earliestDatestamp: formatDatestamp(state.earliest),
        latestDatestamp: formatDatestamp(state.high),
        ...counts,
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
        ['Clock row', status.latestDatestamp],
        ['Items', `${status.items}${status.waiting > 0 ? `, ${status.waiting} of them not to be seen yet` : ''}`],
        ['Sets', String(status.sets)],
        ...status.formats.map(({ metadataPrefix, records, deleted }) => [
          metadataPrefix,
          `${records} records, ${deleted} of them deleted`,
        ]),
      ];
      for (const [name = '', value = ''] of rows) terminal.out(`${name.padEnd(13)}${value}\n`);
      if (!status.renderingUpToDate) terminal.out('The landing URL has changed since: run `oai-pmh render`.\n');
    });
  });
}
