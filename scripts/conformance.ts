import { findChecklist, type Level, readRows } from '../test/conformance/checklist.ts';
import { projectTable, stateOf, type TableLine } from '../test/conformance/table.ts';

/**
 * `npm run conformance`: each row of the conformance checklist with the tests that hold it, or why it has none.
 * Exits 1 on a row that is not explained or an explanation that is out of date, 2 when the checklist is not here.
 */
const LEVELS: Readonly<Record<Level, string>> = { M: 'must', S: 'should', Y: 'may', P: 'practice', D: 'decision' };
const RULE_WIDTH = 90;

const markdown = findChecklist();
if (markdown === undefined) {
  console.error(
    'The checklist is not here: set OAI_SHARED to the folder that holds reference/CONFORMANCE.md, or put it beside the project as ../shared.',
  );
  process.exit(2);
}
const { lines, problems } = projectTable(readRows(markdown));

for (const line of lines) {
  const { id, level, star, rule } = line;
  const shortened = rule.length > RULE_WIDTH ? `${rule.slice(0, RULE_WIDTH - 1).trimEnd()}…` : rule;
  console.log(`${id.padEnd(8)} ${level} ${star ? '★' : ' '}  ${shortened.padEnd(RULE_WIDTH)}  ${stateOf(line)}`);
}

console.log(`\n${'level'.padEnd(12)}${['rows', 'tested', 'waiting', 'not applying', 'missing'].map(column).join('')}`);
for (const [level, name] of Object.entries(LEVELS)) total(`${level} ${name}`, (line) => line.level === level);
total('all', () => true);
total('★', ({ star }) => star);

if (problems.length > 0) {
  console.error(`\n${problems.length} to be settled:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exitCode = 1;
}

function total(name: string, wanted: (line: TableLine) => boolean): void {
  const chosen = lines.filter(wanted);
  const counts = [
    chosen.length,
    chosen.filter(({ tests }) => tests > 0).length,
    chosen.filter(({ tests, entry }) => tests === 0 && entry && 'waitsFor' in entry).length,
    chosen.filter(({ tests, entry }) => tests === 0 && entry && 'doesNotApply' in entry).length,
    chosen.filter(({ tests, entry }) => tests === 0 && !entry).length,
  ];
  console.log(name.padEnd(12) + counts.map((count) => column(String(count))).join(''));
}

function column(text: string): string {
  return text.padStart(14);
}
