import { SteadyClock } from '../src/steady-clock.ts';

describe('a steady clock', () => {
  const make = () => {
    const time = { wall: 1000, steady: 5 };
    const reports: string[] = [];
    const clock = new SteadyClock({ now: () => time.wall, monotonic: () => time.steady }, (text) => reports.push(text));
    return { time, reports, clock };
  };

  test('follows the wall clock, steps backwards and small steps forwards included', () => {
    const { time, clock, reports } = make();
    expect(clock.now()).toBe(1000);
    time.wall = 400;
    expect(clock.now()).toBe(400);
    time.wall = 1000 + 86_400;
    expect(clock.now()).toBe(1000 + 86_400);
    expect(reports).toEqual([]);
  });

  test('does not believe a jump of more than a day, says so once, and goes on at its own pace', () => {
    const { time, clock, reports } = make();
    time.wall = 4_000_000_000;
    time.steady = 15;
    expect(clock.now()).toBe(1010);
    time.steady = 25.9;
    expect(clock.now()).toBe(1020);
    expect(reports).toHaveLength(1);
    time.wall = 1030;
    expect(clock.now()).toBe(1030);
  });
});
