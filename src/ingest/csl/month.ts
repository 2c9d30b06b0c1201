const MONTHS: ReadonlyMap<string, number> = new Map(
  (
    'january february march april may june july august september october november december ' +
    'jan feb mar apr may jun jul aug sep oct nov dec'
  )
    .split(' ')
    .map((name, i) => [name, (i % 12) + 1]),
);

/** The number of a month by its English name, whole or short, `sept.` too; undefined for any other word. */
export function monthOf(word: string): number | undefined {
  const name = word.toLowerCase();
  return name === 'sept' ? 9 : MONTHS.get(name);
}
