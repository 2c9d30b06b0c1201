const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
];
const MOST = 10_000;

/** The `@string` macros of a file, and the months, which all styles define. Names know no letter case. */
export class Macros {
  /** UTF-16 code units of a value: macros made of macros could grow without end. */
  readonly longest = 4 * 1024 * 1024;
  readonly #values = new Map(MONTHS.map((name) => [name.slice(0, 3).toLowerCase(), name]));
  #length = 0;

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** False where there are too many or too long ones; the macro is then not known. */
  define(name: string, value: string): boolean {
    this.#length += value.length;
    if (this.#values.size >= MOST || this.#length > this.longest) return false;
    this.#values.set(name.toLowerCase(), value);
    return true;
  }
}
