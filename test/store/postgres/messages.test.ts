import fc from 'fast-check';
import { Messages } from '../../../src/store/postgres/messages.ts';

/** As the server writes one: a letter, a length that counts itself, and so many bytes. */
function message(letter: string, length: number): Buffer {
  const bytes = Buffer.alloc(5 + length, letter);
  bytes.writeUInt32BE(4 + length, 1);
  return bytes;
}

/** The messages that come out when what is sent arrives in pieces of these sizes, again and again. */
function received(sent: readonly Buffer[], pieces: readonly number[]): Buffer[] {
  const came: Buffer[] = [];
  const messages = new Messages((bytes) => came.push(Buffer.from(bytes)));
  const stream = Buffer.concat(sent);
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const piece = stream.subarray(at, at + (pieces[turn % pieces.length] ?? 1));
    const bytes = piece.copy(messages.room());
    expect(bytes).toBeGreaterThan(0);
    messages.came(bytes);
    at += bytes;
  }
  return came;
}

describe('the messages of a server', () => {
  test('come whole and in order, however they arrive', () => {
    const size = fc.oneof({ weight: 8, arbitrary: fc.nat(2000) }, fc.integer({ min: 100_000, max: 900_000 }));
    const piece = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1000, max: 300_000 }));
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 20 }),
        fc.array(piece, { minLength: 1, maxLength: 5 }).filter((pieces) => Math.max(...pieces) >= 1000),
        (sizes, pieces) => {
          const sent = sizes.map((length, n) => message(String.fromCharCode(65 + (n % 26)), length));
          const came = received(sent, pieces);
          expect(came.length).toBe(sent.length);
          expect(came.every((bytes, n) => bytes.equals(sent[n] ?? Buffer.alloc(0)))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('are read into the same memory again, but for a large one', () => {
    const messages = new Messages(() => {});
    const memory = messages.room().buffer;
    for (let n = 0; n < 100; n += 1) messages.came(message('D', 50_000).copy(messages.room()));
    expect(messages.room().buffer).toBe(memory);

    const large = message('D', 1_000_000);
    for (let at = 0; at < large.length; ) {
      const bytes = large.copy(messages.room(), 0, at);
      messages.came(bytes);
      at += bytes;
    }
    expect(messages.room().length).toBe(memory.byteLength);
  });
});
