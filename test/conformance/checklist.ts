import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** M must, S should, Y may, P practice, D decision. */
export type Level = 'M' | 'S' | 'Y' | 'P' | 'D';

/** One row of the conformance checklist. */
export interface Row {
  readonly id: string;
  readonly level: Level;
  /** Marked as what real servers usually get wrong. */
  readonly star: boolean;
  readonly rule: string;
}

const ROW = /^\| ([A-Z]{2,4}-\d{2})( ★)? \| ([MSYPD]) \| (.*?) \|/;

/** The rows of CONFORMANCE.md, in its order. Other tables, such as the evidence, have no level column. */
export function readRows(markdown: string): Row[] {
  return markdown.split('\n').flatMap((line) => {
    const [, id, star, level, rule] = ROW.exec(line) ?? [];
    if (id === undefined || rule === undefined) return [];
    return [{ id, level: level as Level, star: star !== undefined, rule: rule.trim() }];
  });
}

/** The text of CONFORMANCE.md; undefined where it is not at hand. The project keeps no copy of it. */
export function findChecklist(): string | undefined {
  const beside = join(import.meta.dirname, '../../../shared');
  const file = join(process.env['OAI_SHARED'] || beside, 'reference/CONFORMANCE.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
