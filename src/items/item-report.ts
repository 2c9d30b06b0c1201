import type { ItemFault } from './item-faults.ts';

const MOST_FAULTS = 20;
const MOST_NOTES = 100;

/** What is found while an item is tidied. Bounded, whatever the item. */
export class ItemReport {
  readonly faults: ItemFault[] = [];
  readonly #notes: string[] = [];
  #unsaid = 0;

  /** Costs the item. */
  fault(pointer: string, message: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ pointer, message });
  }

  /** Tells of a change; the item is taken. */
  note(pointer: string, message: string): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push(`${pointer}: ${message}`);
    else this.#unsaid++;
  }

  /** At most 101; the last one then says how many were not kept. */
  get notes(): string[] {
    return this.#unsaid === 0 ? this.#notes : [...this.#notes, `… and ${this.#unsaid} notes more`];
  }
}
