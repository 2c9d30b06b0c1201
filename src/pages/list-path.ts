/** What a list is limited to, as the request has it. */
export interface ListArguments {
  set?: string | undefined;
  date?: string | undefined;
  after?: string | undefined;
}

/** The path of a list. */
export function listPath({ browsePath }: { browsePath: string }, given: ListArguments): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.append(name, value);
  return `${browsePath}/items${query.size === 0 ? '' : `?${query}`}`;
}
