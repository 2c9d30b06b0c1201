import { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { Fault } from '../fault.ts';
import { formatDatestamp, type UtcSeconds } from '../oai/datestamp.ts';
import { quote } from '../oai/quote.ts';
import { openRestorePlace, openStore } from '../store/index.ts';
import type { FormerReader, RestorePlace } from '../store/restore-place.ts';
import type { Store } from '../store/store.ts';
import { RECORD_LAYOUT } from '../xml/record-layout.ts';
import { redateAll } from './redate-all.ts';
import { redateSince } from './redate-since.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';
import { withAct } from './with-act.ts';

interface Wanted {
  file: string;
  keepDatestamps: boolean;
  yes: boolean;
}

const UNCHANGED = 'Nothing was changed.';

export function restoreCommand(terminal: Terminal): Command {
  const command = new Command('restore')
    .description(
      'Put a backup in the place of the store, and date anew what harvesters would not hear of otherwise. Stop all servers first. The former store is kept.',
    )
    .argument('<file>', 'what `backup` made')
    .option('--keep-datestamps', 'only where nobody has harvested since the backup was made: date nothing anew')
    .option('--yes', 'do not ask');
  return withSettings(command, ['database']).action(async (file: string, options: Partial<Wanted>) => {
    const config = configOf(command, terminal);
    const place = await openRestorePlace(config.database, RECORD_LAYOUT, terminal.clock.now());
    try {
      await restore(place, config, { keepDatestamps: false, yes: false, ...options, file }, terminal);
    } finally {
      place.close();
    }
  });
}

async function restore(place: RestorePlace, config: Config, wanted: Wanted, terminal: Terminal): Promise<void> {
  terminal.giveWay();
  place.take(wanted.file);
  const store = await openStore(place.work, RECORD_LAYOUT, terminal.clock.now(), 'write');
  try {
    await describe(store, config, wanted, terminal);
    const former = place.former?.state().repositoryIdentifier;
    if (former !== undefined && former !== config.repositoryIdentifier)
      throw new Fault(
        `${config.database} is the store of another repository, ${former}. Name yours with OAI_DATABASE. ${UNCHANGED}`,
      );
    if (!wanted.yes) await agree(terminal);
    await withAct(store, terminal, () => makeReady(store, place, wanted, terminal));
    if (terminal.stop.aborted) throw new Fault(`Stopped. ${UNCHANGED}`);
  } finally {
    await store.close();
  }
  const kept = await place.putIn();
  if (kept !== undefined) terminal.out(`The former store is kept as ${kept}.\n`);
  terminal.out('Start the servers, and run your imports and sources again: what came after the backup is lost.\n');
}

async function describe(store: Store, config: Config, { file }: Wanted, terminal: Terminal): Promise<void> {
  const { high, repositoryIdentifier } = await store.readState();
  if (repositoryIdentifier !== undefined && repositoryIdentifier !== config.repositoryIdentifier)
    throw new Fault(
      `The records of ${file} bear the repository identifier ${quote(repositoryIdentifier)}, and OAI_REPOSITORY_IDENTIFIER is ${config.repositoryIdentifier}. ${UNCHANGED}`,
    );
  const { items } = await store.counts();
  terminal.out(`${file} is a store as it was at ${formatDatestamp(high)}, with ${items} items.\n`);
}

/** All that is to be told to harvesters is in the store before anybody can ask for it. */
async function makeReady(store: Store, place: RestorePlace, wanted: Wanted, terminal: Terminal): Promise<void> {
  const { former } = place;
  const known = former?.state();
  const now = Math.max(terminal.clock.now(), known?.high ?? 0);
  await store.noteMaintenance(known?.maintenance);
  if (wanted.keepDatestamps) {
    // Behind all that was told, whatever the clock of the machine says.
    await store.advanceClock(now);
    terminal.out('Nothing is dated anew.\n');
    return;
  }
  await dateAnew(store, former, former?.branchFrom(place.work), now, terminal);
}

async function dateAnew(
  store: Store,
  former: FormerReader | undefined,
  branch: number | undefined,
  now: UtcSeconds,
  terminal: Terminal,
): Promise<void> {
  await store.restamping.begin(now);
  if (former && branch !== undefined) {
    const { again, gone, erased } = await redateSince(store, former, branch, terminal);
    terminal.out(
      `By the former store: ${again} items had changed since, and get a new datestamp; ${gone} came since, and are deleted; ${erased} were erased, and stay so.\n`,
    );
  } else {
    const { records } = await store.restamping.left();
    const items = await redateAll(store, records, terminal);
    terminal.out(
      `No former store can be read that says what harvesters know, so all get a new datestamp, and come to every harvester again: ${items} items.\n`,
    );
  }
  if (!terminal.stop.aborted) await store.restamping.end();
}

/** Fault: nobody is there to ask, or the answer is no. */
async function agree(terminal: Terminal): Promise<void> {
  const yes = await terminal.confirm('Put it in the place of the store?');
  if (yes === true) return;
  throw new Fault(yes === undefined ? `${UNCHANGED} If it is right, run it with --yes.` : UNCHANGED);
}
