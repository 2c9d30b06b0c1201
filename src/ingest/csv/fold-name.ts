/** No name of a column that is known anywhere is longer. */
const LONGEST = 150;

/**
 * A name without what people write now so, now so: letter case, accents, the dot of the Turkish i, blanks and
 * punctuation. `Başlık (Türkçe)` is `baslikturkce`, `Author(s)` is `authors`. Empty for what is no name.
 */
export function foldName(text: string): string {
  if (text.length > LONGEST) return '';
  return text
    .normalize('NFD')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
