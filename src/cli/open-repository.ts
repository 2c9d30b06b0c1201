import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/config.ts';
import { Fault } from '../fault.ts';
import { crosswalks } from '../formats/index.ts';
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

/** Opens the configured store and claims its identifier. Says what it did to an older store. */
export async function openRepository(config: Config, terminal: Terminal): Promise<Repository> {
  if (config.demo) makeDemoFolder(config.database);
  const store = await openStore(config.database, RECORD_LAYOUT, terminal.clock.now());
  try {
    const { migrated } = store;
    if (migrated?.backup !== undefined) {
      terminal.err(
        `Brought ${config.database} from schema ${migrated.from} to ${migrated.to}; the old one is kept as ${migrated.backup}.\n`,
      );
    }
    await store.claimIdentifier(config.repositoryIdentifier);
    const { repositoryIdentifier, landingUrl } = config;
    const rendering = JSON.stringify({ landingUrl });
    const { rendering: before } = await store.readState();
    if (before === undefined) await store.noteRendering(rendering);
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
): Promise<T> {
  const repository = await openRepository(config, terminal);
  try {
    return await work(repository);
  } finally {
    await repository.store.close();
  }
}
