import { describe, expect, it } from '@jest/globals';
import { countsWithExamples } from './examples.js';

const ticket = (number: number) => ({ id: `t${number}`, number });

describe('a count with examples', () => {
  it('counts all and names the first two hundred', () => {
    const count = countsWithExamples()();
    for (let number = 1; number <= 500; number += 1) {
      count.add(ticket(number));
    }
    const { count: all, tickets } = count.counted();
    expect([all, tickets.length, tickets.at(-1)?.number]).toEqual([500, 200, 200]);
  });

  it('names a ticket once, however much of it is counted', () => {
    const count = countsWithExamples()();
    for (const number of [1, 1, 2]) {
      count.add(ticket(number));
    }
    expect(count.counted()).toEqual({ count: 3, tickets: [ticket(1), ticket(2)] });
  });

  it('names no more than twenty thousand in all', () => {
    const make = countsWithExamples();
    const counts = Array.from({ length: 150 }, make);
    for (const count of counts) {
      for (let number = 1; number <= 200; number += 1) {
        count.add(ticket(number));
      }
    }
    const all = counts.map((count) => count.counted());
    expect(all.reduce((sum, { tickets }) => sum + tickets.length, 0)).toBe(20_000);
    expect(all.every(({ count }) => count === 200)).toBe(true);
  });
});
