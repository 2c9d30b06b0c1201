import type { Clock } from '../clock.ts';

/** What a person is asked for. */
export interface Question {
  readonly text: string;
  /** Taken where the answer is empty. */
  readonly suggestion?: string | undefined;
  /** What is wrong with an answer, in a sentence; undefined when nothing is. It is asked again until then. */
  faultOf(answer: string): string | undefined;
}

/** What a command sees of the process that it runs in; tests hand in their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Messages and progress. */
  err(text: string): void;
  /** Whether messages go to a person's terminal, where a progress bar makes sense. */
  readonly interactive: boolean;
  /** Asks a person whether to go on; undefined when nobody is there to answer. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Asks a person for a text, and again until it will do; undefined when nobody is there to answer. */
  ask(question: Question): Promise<string | undefined>;
  /** The words of the command line that is running; undefined for what nobody typed. */
  readonly command?: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Lets other processes go first from now on: what takes minutes must not keep answers waiting. */
  giveWay(): void;
  /** Aborted when the process is asked to stop. */
  readonly stop: AbortSignal;
}
