import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

/** The IDs of rows that a name begins with: `DATE-04 DATE-05 day arguments …` has two. */
export function leadingIds(name: string): string[] {
  const [lead = ''] = /^[A-Z]{2,4}-\d{2}(?=[ ,:]|$)(?:[ ,]+[A-Z]{2,4}-\d{2}(?=[ ,:]|$))*/.exec(name) ?? [];
  return lead.match(/[A-Z]{2,4}-\d{2}/g) ?? [];
}

/**
 * How many tests a source declares for each row: those whose own name, or the name of a `describe` around them,
 * begins with the row's ID. A `test.each` is one test; what is skipped or still to be written is none.
 */
export function countTests(source: string): Map<string, number> {
  const counts = new Map<string, number>();
  const visit = (node: unknown, around: readonly string[]): void => {
    if (Array.isArray(node)) for (const entry of node) visit(entry, around);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const declared = declarationOf(node as Node);
    if (declared?.skipped) return;
    const ids = declared ? [...new Set([...around, ...declared.names.flatMap(leadingIds)])] : around;
    if (declared?.kind === 'test') for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const value of Object.values(node)) visit(value, declared ? ids : around);
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'es2023' }).body, []);
  return counts;
}

/** The same for all `*.test.ts` below a folder. */
export function countTestsIn(folder: string): Map<string, number> {
  const total = new Map<string, number>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.test.ts')) continue;
    for (const [id, count] of countTests(readFileSync(join(folder, file), 'utf8'))) {
      total.set(id, (total.get(id) ?? 0) + count);
    }
  }
  return total;
}

/** As much of the syntax tree as is looked at here. */
interface Node {
  readonly type?: string;
  readonly [property: string]: unknown;
}

interface Declaration {
  readonly kind: 'test' | 'describe';
  readonly skipped: boolean;
  /** The name; of a table whose rows bring the names, all of them. */
  readonly names: readonly string[];
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = { test: 'test', it: 'test', describe: 'describe' };
const SKIPPED: Readonly<Record<string, Declaration['kind']>> = { xtest: 'test', xit: 'test', xdescribe: 'describe' };

/** What `test(…)`, `test.only(…)`, `test.each(table)(…)`, `describe.skip(…)` and so on declare; undefined for other calls. */
function declarationOf(node: Node): Declaration | undefined {
  if (node.type !== 'CallExpression') return undefined;
  let table: Node | undefined;
  let callee = node['callee'] as Node;
  if (callee.type === 'CallExpression') {
    table = argumentsOf(callee)[0];
    callee = callee['callee'] as Node;
    if (!wordsOf(callee).includes('each')) return undefined;
  } else if (callee.type === 'TaggedTemplateExpression') callee = callee['tag'] as Node;
  else if (wordsOf(callee).includes('each')) return undefined;
  const [base = '', ...modifiers] = wordsOf(callee);
  const kind = KINDS[base] ?? SKIPPED[base];
  if (kind === undefined) return undefined;
  const skipped = base in SKIPPED || modifiers.includes('skip') || modifiers.includes('todo');
  const name = textOf(argumentsOf(node)[0]);
  return { kind, skipped, names: /^%[sjo]|^\$/.test(name) ? namesInTable(table) : [name] };
}

/** `test.each` as its words; nothing for what is no such path. */
function wordsOf(callee: Node): string[] {
  if (callee.type === 'Identifier') return [String(callee['value'])];
  if (callee.type !== 'MemberExpression') return [];
  return [...wordsOf(callee['object'] as Node), String((callee['property'] as Node)['value'])];
}

function argumentsOf(call: Node): Node[] {
  return (call['arguments'] as { expression: Node }[]).map(({ expression }) => expression);
}

/** What is written out of a text: a literal, or the beginning of a template or of a sum. */
function textOf(node: Node | undefined): string {
  if (node?.type === 'StringLiteral') return String(node['value']);
  if (node?.type === 'TemplateLiteral') return String((node['quasis'] as Node[])[0]?.['cooked'] ?? '');
  if (node?.type === 'BinaryExpression') return textOf(node['left'] as Node);
  return '';
}

/** The names in the first column of a table that is written out. */
function namesInTable(table: Node | undefined): string[] {
  if (table?.type !== 'ArrayExpression') return [];
  return (table['elements'] as ({ expression: Node } | undefined)[]).flatMap((element) => {
    const row = element?.expression;
    const [first] = row?.type === 'ArrayExpression' ? (row['elements'] as ({ expression: Node } | undefined)[]) : [];
    return [textOf(first?.expression ?? row)];
  });
}
