import { trimBlank } from '../trim-blank.ts';

/** The texts in a value or in its list; numbers are texts, what is empty or anything else is none. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => {
    if (typeof entry !== 'string' && typeof entry !== 'number') return [];
    const text = trimBlank(String(entry));
    return text === '' ? [] : [text];
  });
}

/** The first of them. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const [text] = texts(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The objects in a value or in its list. */
export function objects(value: unknown): Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (entry: unknown): entry is Record<string, unknown> =>
      typeof entry === 'object' && entry !== null && !Array.isArray(entry),
  );
}
