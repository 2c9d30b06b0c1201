import { addOnce, leaveOut } from '../oai-xml/draft.ts';
import type { RowDraft } from './row-draft.ts';

/** Puts each grant to its funder, where there are as many of both; funders alone are kept, grants alone are not. */
export function finishFunding(draft: RowDraft): void {
  const funders = draft.together.get('funder') ?? [];
  const awards = draft.together.get('award') ?? [];
  const fits = funders.length === awards.length;
  funders.forEach(({ text }, i) => {
    const award = fits ? awards[i]?.text : undefined;
    addOnce(draft, 'funding', { funder: text, ...(award !== undefined && { award }) });
  });
  if (fits) return;
  for (const cell of awards) leaveOut(draft, cell, `is one of ${awards.length} for ${funders.length} funders`);
}
