import { CHECK_RULES } from '../src/check/rules/index.ts';

const HEAD = `| Rule | Weight | What is so where it is kept | Also asked by |
|---|---|---|---|
`;

/** The table of rules at the end of docs/check.md. */
export function rulesTable(): string {
  const rows = CHECK_RULES.map(({ id, severity, title, aggregators = [] }) => {
    const escaped = title.replaceAll('|', '\\|').replaceAll('<', '&lt;');
    return `| ${id} | ${severity} | ${escaped} | ${aggregators.join(', ')} |\n`;
  });
  return HEAD + rows.join('');
}
