import { describe, expect, it } from '@jest/globals';
import { closingTurn, type ClosingState } from './closing-order.js';

const JOINED: ClosingState = {
  from: undefined,
  subscriptions: [{ tariff: 'per-gebruik', fromDate: '2026-08-14' }],
  lastClosed: undefined,
};

describe('the turn of a month', () => {
  it.each<[string, string, Partial<ClosingState>, object]>([
    ['the month in which a municipality joined is the first', '2026-08', {}, { kind: 'due' }],
    ['what was before is never invoiced', '2026-07', {}, { kind: 'before-start' }],
    ['the next one waits for it', '2026-09', {}, { kind: 'early', first: '2026-08' }],
    ['after it comes the next one', '2026-09', { lastClosed: '2026-08' }, { kind: 'due' }],
    ['a month is closed once', '2026-08', { lastClosed: '2026-08' }, { kind: 'closed' }],
    ['and so is one before it', '2026-07', { lastClosed: '2026-08' }, { kind: 'closed' }],
    ['no month is skipped', '2026-11', { lastClosed: '2026-08' }, { kind: 'early', first: '2026-09' }],
    ['a year ends', '2027-01', { lastClosed: '2026-12' }, { kind: 'due' }],
    ['a trial is not invoiced', '2026-09', { from: '2026-10' }, { kind: 'before-start' }],
    ['the first month can be told', '2026-10', { from: '2026-10' }, { kind: 'due' }],
    ['invoicing can stop for a while', '2026-12', { lastClosed: '2026-08', from: '2026-12' }, { kind: 'due' }],
    [
      'and goes on from where it was told to',
      '2027-01',
      { lastClosed: '2026-08', from: '2026-12' },
      { kind: 'early', first: '2026-12' },
    ],
    ['nobody told of a tariff: any month can be first', '2026-05', { subscriptions: [] }, { kind: 'due' }],
  ])('%s', (_, period, change, turn) => {
    expect(closingTurn(period, { ...JOINED, ...change })).toEqual(turn);
  });
});
