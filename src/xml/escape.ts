/**
 * Escapes text for element content. `>` too, so that `]]>` cannot arise; CR as a reference, since a parser
 * would turn a bare one into LF. Characters that XML forbids must have been cleaned away before.
 */
export function escapeText(text: string): string {
  // Nearly no text needs it, and a look is quicker than a replacement of nothing.
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character) : text;
}

/** Escapes text for an attribute value in double quotes; white space as references, against normalisation. */
export function escapeAttribute(text: string): string {
  if (!/[&<>"\t\n\r]/.test(text)) return text;
  return text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
