/** Thrown when an answer is no OAI-PMH response, or too much of one; the message ends up in a Fault. */
export class UnreadableError extends Error {
  /** Sent on purpose, or so large or deep that it will not be better next time. */
  readonly isHopeless: boolean;

  constructor(message: string, isHopeless = false) {
    super(message);
    this.isHopeless = isHopeless;
  }
}
