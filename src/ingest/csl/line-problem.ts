import type { FileLine } from '../line-splitter.ts';

/**
 * Why a record cannot be used that holds `piece` of this line: of a line with bad bytes only the records are bad that
 * hold some of them, of one that is cut all, for nobody knows what else it holds.
 */
export function lineProblem({ line, problem, isCut }: FileLine, piece: string): string | undefined {
  if (problem === undefined || !(isCut || piece.includes('\uFFFD'))) return undefined;
  return `line ${line}: ${problem}`;
}
