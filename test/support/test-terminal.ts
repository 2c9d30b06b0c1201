import type { Question, Terminal } from '../../src/cli/terminal.ts';
import { type Clock, systemClock } from '../../src/clock.ts';

/** A terminal that remembers what was printed. */
export class TestTerminal implements Terminal {
  output = '';
  errors = '';
  readonly interactive = false;
  readonly environment: Record<string, string | undefined>;
  readonly clock: Clock;
  readonly #stop = new AbortController();
  readonly stop = this.#stop.signal;

  constructor(environment: Record<string, string | undefined> = {}, clock: Clock = systemClock) {
    this.environment = environment;
    this.clock = clock;
  }

  gaveWay = false;
  giveWay = (): void => {
    this.gaveWay = true;
  };

  out = (text: string): void => {
    this.output += text;
  };

  err = (text: string): void => {
    this.errors += text;
  };

  /** What a person answers; undefined: nobody is there. */
  answer: boolean | undefined;
  confirm = async (question: string): Promise<boolean | undefined> => {
    this.errors += `${question}\n`;
    return this.answer;
  };

  /** What a person answers to questions, in order; with none left, nobody is there. */
  readonly answers: string[] = [];
  ask = async ({ text, suggestion, faultOf }: Question): Promise<string | undefined> => {
    for (;;) {
      const answer = this.answers.shift();
      if (answer === undefined) return undefined;
      const taken = answer === '' ? (suggestion ?? '') : answer;
      const fault = faultOf(taken);
      this.errors += `${text} (${suggestion ?? ''}) ${taken}\n`;
      if (fault === undefined) return taken;
      this.errors += `${fault}\n`;
    }
  };

  /** As Ctrl+C would. */
  interrupt(): void {
    this.#stop.abort();
  }
}
