import { Command, Option } from 'commander';
import { EXIT } from '../fault.ts';
import { checkRecords, type RecordsReport } from '../profiles/check-records.ts';
import { profiles } from '../profiles/index.ts';
import type { ProfileReport, RuleReport } from '../profiles/profile-tally.ts';
import { withRepository } from './open-repository.ts';
import { Progress } from './progress.ts';
import { configOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

export function checkRecordsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('check-records')
    .description('Say which records aggregators would refuse or grumble at, why, and how to mend it.')
    .addOption(new Option('--profile <name>', 'whose rules (default: all)').choices(profiles.map(({ name }) => name)))
    .option('--json', 'as JSON, with all rules');
  return withSettings(command, ['database']).action(async () => {
    const { profile, json } = command.opts<{ profile?: string; json?: boolean }>();
    const chosen = profiles.filter(({ name }) => profile === undefined || name === profile);
    await withRepository(configOf(command, terminal), terminal, 'read', async ({ store }) => {
      const { items } = await store.counts();
      const progress = new Progress(terminal, 'items');
      const report = await checkRecords(store, chosen, (done) => progress.update(done, items, done));
      progress.clear();
      terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report));
      if (report.profiles.some(({ refused }) => refused > 0)) finish(EXIT.refusals);
    });
  });
}

/** Counts first, then each problem once, with whom it bothers. */
function inWords({ records, profiles }: RecordsReport): string {
  const counts = profiles.map(({ rules, ...profile }) =>
    [summary(profile, records), ...broken(rules).map(countLine)].join('\n'),
  );
  const problems = new Map<string, { rule: RuleReport; names: string[] }>();
  for (const { profile, rules } of profiles) {
    for (const rule of broken(rules)) {
      const problem = problems.get(rule.wrong) ?? { rule, names: [] };
      problem.names.push(profile);
      problems.set(rule.wrong, problem);
    }
  }
  const details = [...problems.values()].map(({ rule, names }) =>
    [`${rule.wrong} (${names.join(', ')})`, rule.mend, examplesOf(rule)].join('\n  '),
  );
  return `${[`${records} ${records === 1 ? 'record' : 'records'}, as served.`, ...counts, ...details].join('\n\n')}\n`;
}

function broken(rules: readonly RuleReport[]): RuleReport[] {
  return rules.filter(({ records }) => records > 0);
}

function summary(
  { profile, title, refused, grumbled, metadataPrefix }: Omit<ProfileReport, 'rules'>,
  records: number,
): string {
  const clean = records - refused - grumbled;
  return `${profile}: ${title}, ${metadataPrefix}\n  ${refused} refused, ${grumbled} grumbled at, ${clean} without fault`;
}

function countLine({ rule, weight, wrong, records }: RuleReport): string {
  return `  ${weight.padEnd(8)} ${String(records).padStart(8)}  ${rule.padEnd(16)}${wrong}`;
}

function examplesOf({ records, examples }: RuleReport): string {
  const rest = records - examples.length;
  return examples.join('\n  ') + (rest > 0 ? `\n  and ${rest} more` : '');
}
