import { Command } from 'commander';
import { EXIT, Fault } from '../fault.ts';
import { retryRejects } from '../ingest/retry-rejects.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import type { StoredReject } from '../store/quarantine.ts';
import type { Store } from '../store/store.ts';
import { withRepository } from './open-repository.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

const PAGE = 500;

export function rejectsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('rejects').description(
    'Records that were refused: see them, try them again, throw them away.',
  );
  const withStore = (part: Command) => withSettings(part, ['database']);

  const list = new Command('list')
    .description('One line each.')
    .option('--source <name>', 'of one source only')
    .option('--json', 'as JSON Lines');
  withStore(list).action(() =>
    withRepository(configOf(list, terminal), terminal, 'read', async ({ store }) => {
      const { source, json } = list.opts<{ source?: string; json?: boolean }>();
      let count = 0;
      for await (const reject of all(store, source)) {
        count += 1;
        terminal.out(`${json ? JSON.stringify(reject) : line(reject)}\n`);
      }
      if (!json) terminal.err(count === 0 ? 'Nothing is in quarantine.\n' : `${count} in quarantine.\n`);
    }),
  );

  const show = new Command('show')
    .description('Everything about one, its raw form included.')
    .argument('<number>', 'its number in the list');
  withStore(show).action((number: string) =>
    withRepository(configOf(show, terminal), terminal, 'read', async ({ store }) => {
      const reject = await store.quarantine.get(Number(number));
      if (!reject) throw new Fault(`There is no number ${number} in quarantine.`);
      terminal.out(`${line(reject)}\n${reject.raw ?? '(its raw form was not kept)'}\n`);
    }),
  );

  const retry = new Command('retry')
    .description('Try to take them in again, after the program or a setting changed.')
    .argument('[number...]', 'default: all');
  withStore(retry).action((numbers: string[]) => {
    const config = configOf(retry, terminal);
    return withRepository(config, terminal, 'write', async ({ store, cataloguing }) => {
      const parts = { store, cataloguing, clock: terminal.clock };
      const chosen = new Set(numbers.map(Number));
      const rejects = async function* () {
        for await (const reject of all(store, undefined)) if (chosen.size === 0 || chosen.has(reject.id)) yield reject;
      };
      const totals = await retryRejects(rejects, config.sources, parts, (id, text) =>
        terminal.err(`refused: ${id}: ${text}\n`),
      );
      terminal.out(`${totals.taken} taken in, ${totals.refused} refused again.\n`);
      if (totals.refused > 0) finish(EXIT.refusals);
    });
  });

  const clear = new Command('clear').description('Throw them away.').option('--source <name>', 'of one source only');
  withStore(clear).action(() =>
    withRepository(configOf(clear, terminal), terminal, 'write', async ({ store }) => {
      const { source } = clear.opts<{ source?: string }>();
      terminal.out(`${await store.quarantine.clear(source)} thrown away.\n`);
    }),
  );

  for (const part of [list, show, retry, clear]) command.addCommand(part);
  return command;
}

/** All of them, in the order in which they came; what is added meanwhile is not met again. */
async function* all(store: Store, source: string | undefined): AsyncGenerator<StoredReject> {
  const last = (await store.quarantine.list({ source, limit: 1_000_000 })).at(-1)?.id ?? 0;
  for (let after = 0; ; ) {
    const page = await store.quarantine.list({ source, after, limit: PAGE });
    for (const reject of page) if (reject.id <= last) yield reject;
    after = page.at(-1)?.id ?? last;
    if (after >= last) return;
  }
}

function line({ id, rejected, source, path, line, identifier, reason }: StoredReject): string {
  const where = `${path}${line === undefined ? '' : `:${line}`}`;
  return `${id}  ${formatDatestamp(rejected)}  ${source}  ${where}  ${identifier ?? '(no identifier)'}  ${reason}`;
}
