import { createHash } from 'node:crypto';
import { Command } from 'commander';
import { EXIT } from '../fault.ts';
import { checkListRequest } from '../harvest/list-request.ts';
import type { SourceDefinition } from '../ingest/source-definition.ts';
import { syncSource } from '../ingest/sync.ts';
import { withRepository } from './open-repository.ts';
import { ImportPrinter } from './report-import.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function harvestCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('harvest')
    .description('Take in the records of another OAI-PMH endpoint. The next time, only what has changed since.')
    .argument('<baseURL>', 'address of the endpoint, without verb')
    .option('--prefix <metadataPrefix>', 'format to keep beside oai_dc', 'oai_dc')
    .option('--set <setSpec>', 'only this set')
    .option('--from <datestamp>', 'only what changed since, whatever was harvested before')
    .option('--allow-private', 'the endpoint may be in a private network')
    .option('--notes', 'print every note, not just the first ones');
  return withSettings(command, ['database']).action(async (baseUrl: string) => {
    const config = configOf(command, terminal);
    terminal.giveWay();
    const options = command.opts<{
      prefix: string;
      set?: string;
      from?: string;
      allowPrivate?: boolean;
      notes?: boolean;
    }>();
    const { prefix: metadataPrefix, set, from } = options;
    checkListRequest({
      baseUrl,
      metadataPrefix,
      ...(set === undefined ? {} : { set }),
      ...(from === undefined ? {} : { from }),
    });
    const source: SourceDefinition = {
      name: nameOf(baseUrl),
      origin: { kind: 'oai', baseUrl, metadataPrefix, set, from },
      format: undefined,
      encoding: undefined,
      sets: [],
      complete: false,
      mostDeletions: 0,
      schedule: undefined,
      allowPrivate: options.allowPrivate === true,
    };
    await withRepository(config, terminal, 'make', async ({ store, cataloguing, preparer }) => {
      const printer = new ImportPrinter(terminal, { allNotes: options.notes === true });
      const parts = { store, cataloguing, preparer, clock: terminal.clock, stop: terminal.stop };
      const report = await syncSource(source, parts, {}, printer);
      printer.finish(report);
      if (report.refused > 0) finish(EXIT.refusals);
    });
  });
}

/** One name for one endpoint, whatever is harvested of it: its records have one owner. It holds no secrets. */
function nameOf(baseUrl: string): string {
  const { host } = new URL(baseUrl);
  const digest = createHash('sha256').update(baseUrl).digest('hex');
  return `harvest-${host.replaceAll(/[^a-z0-9]+/gi, '-')}-${digest.slice(0, 8)}`;
}
