import { readFileSync, writeFileSync } from 'node:fs';
import { rulesTable } from './rules-table.ts';

/** Writes the table of rules in docs/check.md anew. */
const PAGE = new URL('../docs/check.md', import.meta.url);
const text = readFileSync(PAGE, 'utf8');
writeFileSync(PAGE, `${text.slice(0, text.indexOf('| Rule | Weight |'))}${rulesTable()}`);
