import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** Seconds between progress lines where there is no terminal. */
const LINE_EVERY = 10;

/** Shows how far long work has come: a bar on a terminal, a plain line now and then elsewhere. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #unit: string;
  readonly #started: number;
  #bar: SingleBar | undefined;
  #lastLine: number;

  /** The unit is what `records` counts, in the plural. */
  constructor(terminal: Terminal, unit: string) {
    this.#terminal = terminal;
    this.#unit = unit;
    this.#started = terminal.clock.monotonic();
    this.#lastLine = this.#started;
  }

  /** `part` of `whole` is done, in any unit that grows evenly; `records` is what people are told. */
  update(part: number, whole: number, records: number): void {
    const now = this.#terminal.clock.monotonic();
    const rate = `${Math.round(records / Math.max(now - this.#started, 0.001))} ${this.#unit}/s`;
    if (this.#terminal.interactive) {
      this.#bar ??= this.#startBar(whole);
      this.#bar.update(part, { records, rate });
    } else if (now - this.#lastLine >= LINE_EVERY) {
      this.#lastLine = now;
      this.#terminal.err(`${records} ${this.#unit}, ${rate}, ${Math.floor((100 * part) / Math.max(whole, 1))} %\n`);
    }
  }

  /** Takes the bar away, so that other lines can be printed. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #startBar(whole: number): SingleBar {
    const bar = new SingleBar({
      format: ` {bar} {percentage} % | {records} ${this.#unit} | {rate} | {eta_formatted} left`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: null,
    });
    bar.start(whole, 0, { records: 0, rate: '' });
    return bar;
  }
}
