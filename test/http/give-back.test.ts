import { giveBack } from '../../src/http/give-back.ts';

describe('memory of what has been sent', () => {
  test('is given back where nothing else can be in it', () => {
    const own = Buffer.from(new ArrayBuffer(10_000));
    giveBack([own]);
    expect(own).toHaveLength(0);
  });

  test('is left alone where it is part of something larger, or small', () => {
    const whole = Buffer.alloc(20_000, 'a');
    const small = Buffer.from(new ArrayBuffer(100));
    const text = Buffer.from('<a/>');
    giveBack([whole.subarray(0, 10_000), whole.subarray(10_000), small, text]);
    expect([whole.length, small.length, text.toString()]).toEqual([20_000, 100, '<a/>']);
    expect(whole.every((byte) => byte === 97)).toBe(true);
  });
});
