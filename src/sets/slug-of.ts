import anyAscii from 'any-ascii';

/** The longest slug that is made, in characters; a number may follow it. */
export const LONGEST_SLUG = 60;

/** Letters that their languages write otherwise than any-ascii does. */
const OTHERWISE: Readonly<Record<string, string>> = { đ: 'dj', Đ: 'dj', ђ: 'dj', Ђ: 'dj' };

/**
 * A segment of a setSpec made of a text by transliteration: `kiyi-defterleri` of `Kıyı Defterleri`. Undefined for a
 * text without a letter or digit.
 */
export function slugOf(text: string): string | undefined {
  const ascii = anyAscii(text.normalize('NFC').replace(/[đĐђЂ]/g, (letter) => OTHERWISE[letter] ?? letter));
  const slug = ascii
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, LONGEST_SLUG)
    .replace(/-$/, '');
  return slug === '' ? undefined : slug;
}
