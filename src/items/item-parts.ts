import { Type } from 'typebox';

/** Text for people, non-empty. Cleaned on entry (see docs/text-cleaning.md). */
export const Text = (description: string) => Type.String({ minLength: 1, description });

/** A BCP 47 language tag that is valid for xs:language, e.g. `tr`, `sr-Latn`; never `tr_TR`. */
export const LanguageTag = Type.String({
  maxLength: 100,
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
  description: 'BCP 47 language tag of the text, such as tr or sr-Latn. Left out when unknown.',
});

/** Absolute http(s) or other URI; only characters that RFC 3986 allows. Without a limit its pattern could overflow. */
export const Uri = (description: string) =>
  Type.String({
    maxLength: 8192,
    pattern: "^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$",
    description,
  });

/** The regular expression of a date with the precision that is known, without anchors. */
export const DATE = '[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?';

/** The same of a day: only a day can have a time. */
export const DAY = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';

/** A date with the precision that is known: year, month or day. Nothing is ever filled in. */
export const PartialDate = (description: string) => Type.String({ pattern: `^${DATE}$`, description });

/** Unknown properties are faults: they are mistakes more often than extensions. */
export const strict = { additionalProperties: false } as const;

/** One of a list of words. */
export const literals = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });
