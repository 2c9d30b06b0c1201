import { isOrcid } from '../../items/check-digit.ts';
import type { Item } from '../../items/item.ts';
import { isPlaceholderAuthor } from '../ceeol/placeholder-author.ts';
import { addAgent, leaveOut } from '../oai-xml/draft.ts';
import { mapAgent } from '../oai-xml/map-agent.ts';
import { type Cell, keepForLater, type RowDraft } from './row-draft.ts';

type Agent = NonNullable<Item['agents']>[number];
type Part = 'family' | 'given' | 'orcid' | 'affiliation';

/** A name as printed; `Family, Given` is taken apart. */
export function readAgent(draft: RowDraft, cell: Cell, role: NonNullable<Agent['role']>): void {
  const { text, use } = cell;
  if (isPlaceholderAuthor(text)) leaveOut(draft, cell, 'is no name');
  else if (use.kind === 'organisation') addAgent(draft, { role, kind: 'organisation', literal: text });
  else addAgent(draft, mapAgent(text, role));
}

/** An ORCID, bare or as a link. */
export function readOrcid(draft: RowDraft, cell: Cell): void {
  const orcid = cell.text.replace(/^(?:https?:\/\/orcid\.org\/|orcid:?\s*)/i, '').toUpperCase();
  if (isOrcid(orcid)) keepForLater(draft, { ...cell, text: orcid });
  else leaveOut(draft, cell, 'is no ORCID');
}

/**
 * Puts together what stands in several columns: the first family name with the first given name, and so on. Only
 * where there are as many of both: else nobody knows what belongs to whom.
 */
export function finishPeople(draft: RowDraft): void {
  const { item } = draft;
  const families = cellsOf(draft, 'family');
  const givens = fitting(draft, 'given', families.length, 'family names');
  const inParts = families.map(({ text }, i): Agent => {
    const given = givens[i]?.text;
    return { role: 'author', family: text, ...(given !== undefined && { given }) };
  });
  if (inParts.length > 0) item.agents = [...inParts, ...(item.agents ?? [])];
  const authors = (item.agents ?? []).filter(({ role }) => role === 'author');
  fitting(draft, 'orcid', authors.length, 'authors').forEach(({ text }, i) => {
    const author = authors[i];
    if (author) author.orcid = text;
  });
  fitting(draft, 'affiliation', authors.length, 'authors').forEach(({ text }, i) => {
    const author = authors[i];
    if (author) author.affiliations = [{ name: text }];
  });
}

function fitting(draft: RowDraft, part: Part, count: number, whose: string): readonly Cell[] {
  const cells = cellsOf(draft, part);
  if (cells.length === count) return cells;
  for (const cell of cells) leaveOut(draft, cell, `is one of ${cells.length} for ${count} ${whose}`);
  return [];
}

function cellsOf({ together }: RowDraft, part: Part): readonly Cell[] {
  return together.get(`author.${part}`) ?? [];
}
