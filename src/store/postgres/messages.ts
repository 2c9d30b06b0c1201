/** Of a message of the server: its letter, and its length without the letter, in bytes. */
export const HEAD = 5;

/** As long as its messages are not larger, a connection needs no more memory than this, in bytes. */
const MEMORY = 256 * 1024;

/**
 * What a server sends, cut into messages. It is read into the same memory again and again: fresh memory for every read
 * is what V8 would collect garbage for all the time.
 */
export class Messages {
  readonly #take: (message: Buffer) => void;
  #memory = Buffer.allocUnsafeSlow(MEMORY);
  /** Where the message begins that has not come whole, and where what has come of it ends. */
  #begin = 0;
  #end = 0;

  /** `take` gets each message as a part of this memory, which is another message's once it returns. */
  constructor(take: (message: Buffer) => void) {
    this.#take = take;
  }

  /** Where the next bytes go: at least one, and as many as the message under way still needs. */
  room(): Buffer {
    const came = this.#memory.subarray(this.#begin, this.#end);
    const needed = Math.max(lengthOf(came), MEMORY / 2);
    if (this.#memory.length - this.#begin < needed) {
      const enough = Math.max(needed, MEMORY);
      const memory = this.#memory.length >= enough ? this.#memory : Buffer.allocUnsafeSlow(enough);
      came.copy(memory);
      this.#memory = memory;
      this.#end = came.length;
      this.#begin = 0;
    }
    return this.#memory.subarray(this.#end);
  }

  /** So many bytes have come to where there was room. */
  came(bytes: number): void {
    this.#end += bytes;
    for (;;) {
      const left = this.#memory.subarray(this.#begin, this.#end);
      const length = lengthOf(left);
      if (length > left.length) break;
      this.#begin += length;
      this.#take(left.subarray(0, length));
    }
    if (this.#begin < this.#end) return;
    this.#begin = 0;
    this.#end = 0;
    if (this.#memory.length > MEMORY) this.#memory = Buffer.allocUnsafeSlow(MEMORY);
  }
}

/** The length of the message that begins there; as long as that is unknown, more than there is. */
function lengthOf(bytes: Buffer): number {
  return bytes.length < HEAD ? HEAD : 1 + bytes.readUInt32BE(1);
}
