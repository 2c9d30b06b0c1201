import type { JudgedToken } from '../judged-answer.ts';
import { RuleViolation } from '../rule-violation.ts';

/** As much of a page as the arithmetic of a sequence needs. */
export interface PageCount {
  /** Identifiers or setSpecs. */
  readonly names: readonly string[];
  readonly token: JudgedToken | undefined;
}

/** What the pages of one complete list say together. That each page has the token it needs is known by now. */
export function checkWholeList(pages: readonly PageCount[], quiet: boolean): void {
  if (pages.length > 1) {
    checkSameAttributes(pages);
    checkCursors(pages);
  }
  if (quiet) checkQuiet(pages);
}

/** An attribute that one page has and another lacks is worth nothing to a harvester. */
function checkSameAttributes(pages: readonly PageCount[]): void {
  for (const attribute of ['cursor', 'completeListSize'] as const) {
    const having = pages.filter(({ token }) => token?.[attribute] !== undefined).length;
    if (having > 0 && having < pages.length) {
      throw new RuleViolation('TOK-23', `${attribute} is on ${having} of ${pages.length} pages`);
    }
  }
}

/** cursor counts what came before: neither a page number, nor where the page ends. */
function checkCursors(pages: readonly PageCount[]): void {
  let delivered = 0;
  for (const [index, { names, token }] of pages.entries()) {
    if (token?.cursor !== undefined && token.cursor !== delivered) {
      throw new RuleViolation('TOK-22', `cursor is ${token.cursor} on page ${index + 1}, after ${delivered} entities`);
    }
    delivered += names.length;
  }
}

function checkQuiet(pages: readonly PageCount[]): void {
  const names = pages.flatMap((page) => page.names);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new RuleViolation('VRB-13', `${name} is in the list twice`);
    seen.add(name);
  }
  for (const [index, { token }] of pages.entries()) {
    const size = token?.completeListSize;
    if (size !== undefined && size !== names.length) {
      throw new RuleViolation('DEL-14', `page ${index + 1} announces ${size} entities, the list has ${names.length}`);
    }
  }
}
