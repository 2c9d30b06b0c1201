import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesTable } from '../../scripts/rules-table.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { findChecklist, readRows } from '../conformance/checklist.ts';

const ROOT = join(import.meta.dirname, '../..');
const ids = CHECK_RULES.map(({ id }) => id);

test('every rule that the judge or a probe names is in the registry, once', () => {
  const named = ['src/judge', 'src/check'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(join(ROOT, folder, file), 'utf8').match(/(?<=')[A-Z]{2,4}-\d{2}(?=')/g) ?? []),
  );
  expect(named.length).toBeGreaterThan(ids.length);
  expect([...new Set(named)].filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.length).toBe(new Set(ids).size);
});

test('docs/check.md lists the rules as they are (scripts/check-rules.ts writes them anew)', () => {
  expect(readFileSync(join(ROOT, 'docs/check.md'), 'utf8')).toContain(rulesTable());
});

const checklist = findChecklist();
(checklist === undefined ? test.skip : test)('every rule is a row of the conformance checklist', () => {
  const rows = new Set(readRows(checklist ?? '').map(({ id }) => id));
  expect(ids.filter((id) => !rows.has(id))).toEqual([]);
});
