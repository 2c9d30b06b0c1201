/** True for the labels that TextDecoder knows: utf-8, windows-1254, iso-8859-9, utf-16le … */
export function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

/**
 * The encoding of a file by its first bytes: a byte order mark decides; then what the person says; then what an XML
 * declaration says; else UTF-8.
 */
export function encodingOf(bytes: Buffer, said: string | undefined): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return said ?? declaredIn(bytes) ?? 'utf-8';
}

/** What an XML declaration says, if that can be: a declaration that reads as ASCII does not stand in UTF-16. */
function declaredIn(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 200).toString('latin1');
  const label = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(start)?.[1];
  return label === undefined || /^(?:utf|ucs|iso-10646-ucs)-?(?:2|4|16|32)/i.test(label) ? undefined : label;
}
