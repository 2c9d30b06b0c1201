/** At most 60 characters of a text, for a message. */
export function shorten(text: string): string {
  // No character is cut in two: the pieces are code points.
  const characters = [...text.slice(0, 130)];
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : text;
}
