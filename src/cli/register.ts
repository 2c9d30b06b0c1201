import { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import { GRANULARITY_LITERAL } from '../oai/granularity.ts';
import { checkRecords } from '../profiles/check-records.ts';
import { profiles } from '../profiles/index.ts';
import type { Store } from '../store/store.ts';
import { withRepository } from './open-repository.ts';
import { type Registration, registrationOf } from './registration.ts';
import type { RepositoryFacts } from './registries.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

/** Items whose records are held against the rules of aggregators; all of them: `check-records`. */
const SAMPLE = 1000;

export function registerCommand(terminal: Terminal): Command {
  const command = new Command('register')
    .description('Say where to make the repository known, and what is asked there, filled in. Tells nobody.')
    .option('--json', 'as JSON');
  return withSettings(command, ['database', 'baseUrl']).action(async () => {
    const config = configOf(command, terminal);
    await withRepository(config, terminal, 'read', async ({ store }) => {
      const facts = await factsOf(store, config);
      const { records, profiles: reports } = await checkRecords(sampleOf(store), profiles);
      const registration = registrationOf(config, facts, reports, records);
      const { json } = command.opts<{ json?: boolean }>();
      terminal.out(json ? `${JSON.stringify(registration, null, 2)}\n` : inWords(registration));
    });
  });
}

async function factsOf(store: Store, config: Config): Promise<RepositoryFacts> {
  const [state, { formats, sets }] = [await store.readState(), await store.counts()];
  const exampleIdentifier = await store.readSampleIdentifier();
  const { repositoryName, baseUrl, adminEmails, granularity } = config;
  const dublinCore = formats.find(({ metadataPrefix }) => metadataPrefix === 'oai_dc');
  return {
    repositoryName,
    baseUrl,
    adminEmails,
    repositoryIdentifier: state.repositoryIdentifier ?? config.repositoryIdentifier,
    granularity: GRANULARITY_LITERAL[granularity],
    earliestDatestamp: formatDatestamp(state.earliest, granularity),
    deletedRecord: 'persistent',
    formats: formats.map(({ metadataPrefix }) => metadataPrefix),
    sets,
    records: (dublinCore?.records ?? 0) - (dublinCore?.deleted ?? 0),
    ...(exampleIdentifier === undefined
      ? {}
      : {
          exampleIdentifier,
          exampleRequest: `${baseUrl}?verb=GetRecord&metadataPrefix=oai_dc&identifier=${encodeURIComponent(exampleIdentifier)}`,
        }),
  };
}

/** The store as far as its first items. */
function sampleOf(store: Store): Pick<Store, 'items' | 'readRecord'> {
  return {
    readRecord: store.readRecord.bind(store),
    async *items() {
      let count = 0;
      for await (const item of store.items()) {
        yield item;
        if (++count === SAMPLE) return;
      }
    },
  };
}

function inWords({ repository, before, registries }: Registration): string {
  const facts: [string, string][] = [
    ['Name', repository.repositoryName],
    ['Base URL', repository.baseUrl],
    ['E-mail', repository.adminEmails.join(', ')],
    ['Identifiers', `oai:${repository.repositoryIdentifier}:…`],
    ['Formats', repository.formats.join(', ') || 'none yet'],
    ['Records', String(repository.records)],
    ['Sets', String(repository.sets)],
    ['Datestamps', `${repository.granularity}, since ${repository.earliestDatestamp}`],
    ['Deletions', repository.deletedRecord],
    ...(repository.exampleRequest === undefined ? [] : [['Example', repository.exampleRequest] as [string, string]]),
  ];
  const parts = [
    table(facts),
    `First\n-----\n${before.map(conditionLine).join('\n')}`,
    ...registries.map(registryInWords),
  ];
  return `${parts.join('\n\n')}\n`;
}

function conditionLine({ what, met, todo }: Registration['before'][number]): string {
  return met === true ? `[x] ${what}` : `[ ] ${what}\n    ${todo}`;
}

function registryInWords({
  title,
  url,
  guide,
  notes,
  fields,
  yours,
  records,
}: Registration['registries'][number]): string {
  const rows: [string, string][] = [
    ...fields.map(({ question, answer }): [string, string] => [question, answer]),
    ...yours.map((question): [string, string] => [question, '(yours to say)']),
  ];
  const judged = records.map(({ title, seen, refused, reasons }) =>
    refused === 0
      ? `Records: ${title} would refuse none of ${seen}.`
      : `Records: ${title} would refuse ${refused} of ${seen}: ${reasons.join('; ')}. See \`oai-pmh check-records\`.`,
  );
  return [`${title}\n${'-'.repeat(title.length)}`, url, `Guide: ${guide}`, ...notes, ...judged, table(rows)].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${name.padEnd(width)}${value}`).join('\n');
}
