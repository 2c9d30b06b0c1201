/** A text as it is compared: without regard to case and spaces, the same under every locale. */
export function folded(text: string): string {
  // Turkish capitals: KIYI DERGİSİ is Kıyı Dergisi, which no rule of another language would know.
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/i\u0307|ı/g, 'i')
    .replace(/\s+/g, ' ')
    .trim();
}
