import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/config.ts';
import { DEMO_IDENTIFIER } from '../config/settings.ts';
import { Fault } from '../fault.ts';
import { createCrosswalks } from '../formats/index.ts';
import type { Cataloguing } from '../ingest/cataloguing.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/store.ts';
import { RECORD_LAYOUT } from '../xml/record-layout.ts';
import type { Terminal } from './terminal.ts';

export interface Repository {
  store: Store;
  cataloguing: Cataloguing;
  /** What bodies rendered now would be rendered with. */
  rendering: string;
}

/**
 * Opens the configured store and claims its identifier. Only commands that fill or serve a store may make one: a
 * mistyped name is told by the others. `patience` is how long a write waits for a lock, in milliseconds.
 */
export async function openRepository(
  config: Config,
  terminal: Terminal,
  { mayMake = false, patience }: { mayMake?: boolean; patience?: number } = {},
): Promise<Repository> {
  const isNew = !existsSync(config.database);
  if (isNew && !mayMake) {
    throw new Fault(
      `There is no store ${config.database}. Name yours with OAI_DATABASE or --database; \`import\` and \`serve\` make a new one.`,
    );
  }
  if (config.demo) makeDemoFolder(config.database);
  const options = patience === undefined ? {} : { patience };
  const store = await openStore(config.database, RECORD_LAYOUT, terminal.clock.now(), options);
  try {
    const { migrated } = store;
    if (migrated?.backup !== undefined) {
      terminal.err(
        `Brought ${config.database} from schema ${migrated.from} to ${migrated.to}; the old one is kept as ${migrated.backup}.\n`,
      );
    }
    await store.claimIdentifier(config.repositoryIdentifier);
    if (isNew && !config.demo && config.repositoryIdentifier === DEMO_IDENTIFIER) {
      terminal.err(
        `The records of this new store will be called oai:${DEMO_IDENTIFIER}:… for ever. Set OAI_REPOSITORY_IDENTIFIER to your domain name before the first import.\n`,
      );
    }
    const { repositoryIdentifier, landingUrl, schemasUrl } = config;
    const rendering = JSON.stringify({ landingUrl, schemasUrl });
    const { rendering: before } = await store.readState();
    if (before === undefined) await store.noteRendering(rendering);
    const crosswalks = createCrosswalks({ schemasUrl });
    return { store, cataloguing: { repositoryIdentifier, crosswalks, landingUrl }, rendering };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function makeDemoFolder(database: string): void {
  try {
    mkdirSync(dirname(database), { recursive: true });
  } catch (error) {
    throw new Fault(
      `The folder ${dirname(database)} for the demo store cannot be made (${(error as NodeJS.ErrnoException).code}). Go to a folder where you may write, or name a store with OAI_DATABASE.`,
    );
  }
}

/** Runs work on the configured store and closes it, whatever happens. */
export async function withRepository<T>(
  config: Config,
  terminal: Terminal,
  work: (repository: Repository) => Promise<T>,
  options: { mayMake?: boolean } = {},
): Promise<T> {
  const repository = await openRepository(config, terminal, options);
  try {
    return await work(repository);
  } finally {
    await repository.store.close();
  }
}
