import { cut } from './cut.ts';

/**
 * How much of a record a page shows, so that a huge one makes no huge page. Taken from as the record is shown; where it
 * ran out, the page says so.
 */
export class Allowance {
  #elements: number;
  #characters: number;
  /** Whether something was left out. */
  exceeded = false;

  constructor(most: { elements: number; characters: number }) {
    this.#elements = most.elements;
    this.#characters = most.characters;
  }

  /** Whether one more element may be shown. */
  element(): boolean {
    this.#elements -= 1;
    if (this.#elements < 0) this.exceeded = true;
    return this.#elements >= 0;
  }

  /** As much of a text as may be shown: never half a character. */
  text(text: string): string {
    if (text.length <= this.#characters) {
      this.#characters -= text.length;
      return text;
    }
    this.exceeded = true;
    const shown = cut(text, this.#characters);
    this.#characters = 0;
    return shown;
  }
}
