/**
 * Text as xmlbuilder2 has to be given it. Its writer takes what looks like a reference for one and leaves it
 * unescaped, so that `R&D;` would break the record and `?a=1&lt;2` in a URL would come out as another URL. Our texts
 * hold no references: an ampersand is an ampersand.
 */
export function literalText(text: string): string {
  return text.replaceAll('&', '&amp;');
}
