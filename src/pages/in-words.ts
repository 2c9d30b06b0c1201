/** A word of our vocabularies for people: `doctoralThesis` is `Doctoral thesis`. */
export function inWords(word: string): string {
  const words = word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
