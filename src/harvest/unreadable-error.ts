/**
 * `malformed`: no well-formed XML, or no UTF-8. `other`: it may be better next time, too. `hopeless`: sent on purpose, or
 * so large or deep that it will not be.
 */
export type UnreadableKind = 'malformed' | 'other' | 'hopeless';

/** Thrown when an answer is no OAI-PMH response, or too much of one; the message ends up in a Fault. */
export class UnreadableError extends Error {
  readonly kind: UnreadableKind;

  constructor(message: string, kind: UnreadableKind = 'other') {
    super(message);
    this.kind = kind;
  }
}
