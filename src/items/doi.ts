const RESOLVER = /^https?:\/\/(?:dx\.|www\.)?doi\.org\//i;
const LABEL = /^(?:info:doi\/|urn:doi:|doi:?\s*)/i;
/** ISO 26324: prefix 10 and a registrant, a slash, anything printable without spaces. */
const DOI = /^10\.[0-9]{2,9}(?:\.[0-9]+)*\/[^\s\p{C}]+$/u;
/** No DOI is longer; longer text is not worth a look. */
const LONGEST = 2048;

/**
 * The bare DOI, `10.5555/12345678`, of `https://doi.org/10.5555/12345678`, `doi:10.5555/12345678` and the like.
 * Letter case stays, though it does not matter: compare DOIs with `toLowerCase`. Undefined when it is none.
 */
export function bareDoi(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return undefined;
  const withoutLabel = trimmed.replace(LABEL, '');
  const doi = RESOLVER.test(withoutLabel) ? percentDecoded(withoutLabel.replace(RESOLVER, '')) : withoutLabel;
  return DOI.test(doi) ? doi : undefined;
}

/** In a link `<` and the like are escaped; a stray `%` means that nothing is. */
function percentDecoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
