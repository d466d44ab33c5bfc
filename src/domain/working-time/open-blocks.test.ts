import { describe, expect, it } from '@jest/globals';
import { blockTable } from './open-blocks.js';

const YEAR_MS = 365 * 86_400_000;
const AT_MS = Date.parse('2026-11-23T09:00Z');

function counted() {
  const asked: number[] = [];
  const table = blockTable('Europe/Brussels', (dayNumber) => {
    asked.push(dayNumber);
    return [{ fromMs: 0, toMs: 3_600_000 }];
  });
  return { asked, table };
}

describe('blocks of open time', () => {
  it('D8 work out each day once, however often they are asked (zammad#2574: all tickets touched nightly)', () => {
    const { asked, table } = counted();
    table.of(AT_MS);
    const once = asked.length;
    for (let count = 0; count < 100; count += 1) {
      table.of(AT_MS + count);
    }
    expect(asked).toHaveLength(once);
    // The local days at both borders are cut in two, and the two clock changes as well.
    expect(once).toBeGreaterThanOrEqual(365);
    expect(once).toBeLessThanOrEqual(365 + 3);
  });

  it('are kept in a bounded number: a long replay starts afresh', () => {
    const { asked, table } = counted();
    for (let year = 0; year < 40; year += 1) {
      table.of(AT_MS - year * YEAR_MS);
    }
    const before = asked.length;
    table.of(AT_MS);
    expect(asked.length).toBeGreaterThan(before);
  });

  it('follow each other without a hole', () => {
    const { table } = counted();
    const block = table.of(AT_MS);
    expect(table.at(block.index + 1).startMs).toBe(block.endMs);
    expect(table.of(block.endMs).index).toBe(block.index + 1);
    expect(table.of(block.endMs - 1).index).toBe(block.index);
  });

  it('hold what touches as one opening', () => {
    const always = blockTable('Europe/Brussels', () => [{ fromMs: 0, toMs: 86_400_000 }]);
    const block = always.of(AT_MS);
    expect([...block.fromMs]).toEqual([block.startMs]);
    expect(block.totalMs).toBe(YEAR_MS);
  });

  it('refuse what is no instant', () => {
    expect(() => counted().table.of(Number.NaN)).toThrow(RangeError);
  });
});
