import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.ts';
import { DEMO_IDENTIFIER } from '../config/settings.ts';
import { Fault } from '../fault.ts';
import { createCrosswalks } from '../formats/index.ts';
import { offeredFormats } from '../formats/offered-formats.ts';
import type { Cataloguing } from '../ingest/cataloguing.ts';
import type { Preparer } from '../ingest/preparer.ts';
import { namedSets } from '../sets/named-sets.ts';
import { SetRules } from '../sets/set-rules.ts';
import { type Access, openStore, storeExists } from '../store/index.ts';
import type { Store } from '../store/store.ts';
import { RECORD_LAYOUT } from '../xml/record-layout.ts';
import { renderingOf } from './rendering-of.ts';
import type { Terminal } from './terminal.ts';
import { withAct } from './with-act.ts';

export interface Repository {
  store: Store;
  cataloguing: Cataloguing;
  /** What bodies rendered now would be rendered with. */
  rendering: string;
}

/**
 * Opens the configured store. To write, it claims its identifier; to read, it takes the store as it is. Only commands
 * that fill or serve a store may make one: a mistyped name is told by the others. A dry run leaves the sets as they are.
 */
export async function openRepository(
  config: Config,
  terminal: Terminal,
  access: Access,
  { dryRun = false } = {},
): Promise<Repository> {
  const { database, demo, repositoryIdentifier, landingUrl, sets, descriptions } = config;
  const named = namedSets(sets);
  const formats = await offeredFormats(config.formats, createCrosswalks(config));
  if (demo && access === 'make') makeDemoFolder(database);
  const store = await openStore(database, RECORD_LAYOUT, terminal.clock.now(), access);
  try {
    const rendering = renderingOf(config, formats);
    if (access !== 'read') {
      report(store, config, terminal);
      await store.claimIdentifier(repositoryIdentifier);
      const { rendering: before } = await store.answers.readState();
      if (before === undefined) await store.noteRendering(rendering, { before });
      if (!dryRun) await store.sets.declare(named);
    }
    const { metadataRights } = descriptions;
    const cataloguing: Cataloguing = {
      repositoryIdentifier,
      crosswalks: formats,
      landingUrl,
      ...(sets.length === 0 ? {} : { setRules: new SetRules(sets, repositoryIdentifier, store.sets) }),
      namedSets: new Set(named.map(({ setSpec }) => setSpec)),
      ...(metadataRights === undefined ? {} : { metadataRights }),
      onlyNewContent: ((await store.answers.readState()).rendering ?? rendering) !== rendering,
    };
    return { store, cataloguing, rendering };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function report({ migrated, description }: Store, config: Config, terminal: Terminal): void {
  if (!migrated) return;
  const { demo, repositoryIdentifier } = config;
  if (migrated.from > 0) {
    const kept =
      migrated.backup === undefined ? 'no copy of the old one was kept' : `the old one is kept as ${migrated.backup}`;
    terminal.err(`Brought ${description} from schema ${migrated.from} to ${migrated.to}; ${kept}.\n`);
  } else if (!demo && repositoryIdentifier === DEMO_IDENTIFIER) {
    terminal.err(
      `The records of this new store will be called oai:${DEMO_IDENTIFIER}:… for ever. Set OAI_REPOSITORY_IDENTIFIER to your domain name before the first import.\n`,
    );
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

/**
 * Runs work on the configured store and closes it, whatever happens. A dry run only tells what would happen: where it
 * may make a store, and there is none, it gets one that is thrown away.
 */
export async function withRepository<T>(
  config: Config,
  terminal: Terminal,
  access: Access,
  work: (repository: Repository & { preparer: Preparer }) => Promise<T>,
  { dryRun = false } = {},
): Promise<T> {
  if (dryRun && access === 'make' && !(await storeExists(config.database))) {
    const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-dry-run-'));
    try {
      return await withRepository({ ...config, database: join(folder, 'store.sqlite') }, terminal, 'make', work);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const repository = await openRepository(config, terminal, dryRun ? 'write' : access, { dryRun });
  // A server opens a repository too, and never needs it.
  const { ThreadedPreparer } = await import('./threaded-preparer.ts');
  const preparer = new ThreadedPreparer(config, repository.cataloguing);
  try {
    const run = () => work({ ...repository, preparer });
    return await (access === 'read' || dryRun ? run() : withAct(repository.store, terminal, run));
  } finally {
    await preparer.close();
    await repository.store.close();
  }
}
