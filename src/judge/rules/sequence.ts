import type { JudgedToken } from '../judged-answer.ts';
import type { Report } from '../report.ts';

/** As much of a page as the arithmetic of a sequence needs. */
export interface PageCount {
  /** Identifiers or setSpecs. */
  readonly names: readonly string[];
  readonly token: JudgedToken | undefined;
}

/** What the pages of one complete list say together. That each page has the token it needs is known by now. */
export function checkWholeList(pages: readonly PageCount[], quiet: boolean, report: Report): void {
  if (pages.length > 1) {
    checkSameAttributes(pages, report);
    checkCursors(pages, report);
  }
  if (quiet) checkQuiet(pages, report);
}

/** An attribute that one page has and another lacks is worth nothing to a harvester. */
function checkSameAttributes(pages: readonly PageCount[], report: Report): void {
  for (const attribute of ['cursor', 'completeListSize'] as const) {
    const having = pages.filter(({ token }) => token?.[attribute] !== undefined).length;
    if (having > 0 && having < pages.length) {
      report('TOK-23', `${attribute} is on ${having} of ${pages.length} pages`);
    }
  }
}

/** cursor counts what came before: neither a page number, nor where the page ends. */
function checkCursors(pages: readonly PageCount[], report: Report): void {
  let delivered = 0;
  for (const [index, { names, token }] of pages.entries()) {
    if (token?.cursor !== undefined && token.cursor !== delivered) {
      report('TOK-22', `cursor is ${token.cursor} on page ${index + 1}, after ${delivered} entities`);
    }
    delivered += names.length;
  }
}

function checkQuiet(pages: readonly PageCount[], report: Report): void {
  const names = pages.flatMap((page) => page.names);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) report('VRB-13', `${name} is in the list twice`);
    seen.add(name);
  }
  for (const [index, { token }] of pages.entries()) {
    const size = token?.completeListSize;
    if (size !== undefined && size !== names.length) {
      report('DEL-14', `page ${index + 1} announces ${size} entities, the list has ${names.length}`);
    }
  }
}
