import { Command } from 'commander';
import { isLoopback } from '../config/config.ts';
import { EXIT, Fault } from '../fault.ts';
import { planRendering, type RenderParts, renderAll } from '../ingest/render-all.ts';
import type { Difference } from '../store/store.ts';
import { type Repository, withRepository } from './open-repository.ts';
import { Progress } from './progress.ts';
import { landingUrlOf, renderingChanges } from './rendering-of.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

/** More than this share of all records is not re-dated unasked: the world would fetch them again. */
const MOST_UNASKED = 0.1;

export function renderCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('render')
    .description(
      'Make all records anew from the stored items, after a format, a set, a setting or the program changed. Only records whose bytes or sets change get a new datestamp.',
    )
    .option('--dry-run', 'only tell how many records would change')
    .option('--yes', 'change even more than a tenth of the records');
  return withSettings(command, ['database']).action(async () => {
    const config = configOf(command, terminal);
    terminal.giveWay();
    const { dryRun, yes } = command.opts<{ dryRun?: boolean; yes?: boolean }>();
    const work = async (repository: Repository) => {
      finish(await render(repository, terminal, { dryRun: dryRun === true, yes: yes === true }));
    };
    await withRepository(config, terminal, 'write', work, { dryRun: dryRun === true });
  });
}

/** Answers the exit code. */
async function render(
  { store, cataloguing, rendering }: Repository,
  terminal: Terminal,
  { dryRun, yes }: { dryRun: boolean; yes: boolean },
): Promise<number> {
  const { items } = await store.counts();
  const state = await store.readState();
  const progress = new Progress(terminal, 'items');
  const refused = new Set<string>();
  const parts: RenderParts = {
    store,
    cataloguing,
    rendering,
    clock: terminal.clock,
    stop: terminal.stop,
    progress: (done) => progress.update(done, items, done),
    refused: (identifier, reason) => {
      if (refused.has(identifier)) return;
      refused.add(identifier);
      progress.clear();
      terminal.err(`refused: ${identifier}: ${reason}; its last version stays\n`);
    },
  };
  const changes = state.rendering === undefined ? [] : renderingChanges(state.rendering, rendering);
  if (changes.length > 0) terminal.out(`Changed since the records were made: ${changes.join(', ')}.\n`);
  // What was begun was agreed to.
  if (dryRun || state.renderingProgress?.rendering !== rendering) {
    const plan = await planRendering(parts);
    progress.clear();
    terminal.out(inWords(plan));
    if (terminal.stop.aborted) throw new Fault('Stopped before anything was changed.');
    if (dryRun) return refused.size > 0 ? EXIT.refusals : EXIT.ok;
    const unseen = state.rendering !== undefined && isLoopback(new URL(landingUrlOf(state.rendering)).hostname);
    if (!yes && !unseen) await agree(plan, terminal);
  }
  const { done, changed } = await renderAll(parts);
  progress.clear();
  terminal.out(`Items made anew: ${changed}.\n`);
  if (terminal.stop.aborted) throw new Fault('Stopped. Run it again to go on.');
  if (done) await store.sets.dropUnused([...(cataloguing.namedSets ?? [])]);
  return refused.size > 0 ? EXIT.refusals : EXIT.ok;
}

function inWords({ changed, added, unchanged }: Difference): string {
  return `${changed} of ${changed + unchanged} records get a new datestamp, so harvesters fetch them again; ${added} new ones come into being.\n`;
}

/** Asks a person above a tenth; Fault: nobody is there, or the answer is no. */
async function agree({ changed, unchanged }: Difference, terminal: Terminal): Promise<void> {
  if (changed <= (changed + unchanged) * MOST_UNASKED) return;
  const yes = await terminal.confirm(`That is more than ${MOST_UNASKED * 100} %. Go on?`);
  if (yes === true) return;
  throw new Fault(
    yes === undefined
      ? `That is more than ${MOST_UNASKED * 100} %, so nothing was changed. If it is right, run \`oai-pmh render --yes\`.`
      : 'Nothing was changed.',
  );
}
