/** The number of pages in `18`, `18 p.`, `18 pages`, `18 s.`; undefined for anything else. */
export function readPageCount(text: string): number | undefined {
  const digits = /^(\d{1,6})(?:\s*(?:pages|page|pp|p|str|s)\b\.?)?$/i.exec(text.trim())?.[1];
  const pages = Number(digits ?? 0);
  return pages >= 1 ? pages : undefined;
}
