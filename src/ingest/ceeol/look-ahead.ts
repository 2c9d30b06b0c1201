import type { Field } from './labels.ts';
import type { PageLine } from './page-line.ts';

/** What stands further down on a page, found in one walk, so that a page of a million labels costs no more. */
export class LookAhead {
  readonly #last = new Map<Field, number>();
  readonly #lastBulleted = new Map<Field, number>();
  readonly #afterEntries: number[] = [];
  readonly #lines: readonly PageLine[];

  constructor(lines: readonly PageLine[]) {
    this.#lines = lines;
    for (const [at, { labelled, bullet }] of lines.entries()) {
      if (!labelled?.field) continue;
      this.#last.set(labelled.field, at);
      if (bullet !== '') this.#lastBulleted.set(labelled.field, at);
    }
    let after = lines.length;
    for (let at = lines.length - 1; at >= 0; at--) {
      if (!isPassedOver(lines[at])) after = at;
      this.#afterEntries[at] = after;
    }
  }

  /** Does this label come once more below the line at `at`? */
  repeats(field: Field, at: number): boolean {
    return (this.#last.get(field) ?? -1) > at;
  }

  /** Does this label come once more below the line at `at`, as an entry of a list? */
  repeatsWithBullet(field: Field, at: number): boolean {
    return (this.#lastBulleted.get(field) ?? -1) > at;
  }

  /**
   * The first line from `at` on that is neither blank nor a bulleted entry with an unknown label; `apart` when a
   * blank line stands above it.
   */
  afterUnknownEntries(at: number): { readonly line: PageLine; readonly apart: boolean } | undefined {
    const after = this.#afterEntries[at] ?? this.#lines.length;
    const line = this.#lines[after];
    return line && { line, apart: this.#lines[after - 1]?.text === '' };
  }
}

function isPassedOver(line: PageLine | undefined): boolean {
  if (line === undefined || line.text === '') return true;
  return line.bullet !== '' && line.labelled !== undefined && line.labelled.field === undefined;
}
