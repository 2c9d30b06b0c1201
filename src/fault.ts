/** Exit codes of the command line, listed in docs/reference.md. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refusals: 3 } as const;

/**
 * Something that a person can mend: its message says what is wrong, where, and what to do, in one or two
 * sentences. The command line prints the message alone; anything else that is thrown is a bug of ours.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
