import { describe, expect, it } from '@jest/globals';
import { printReport } from './print-report.js';
import type { ReconciliationReport } from './report.js';

const AT = '2026-11-23T10:00:00.000Z';
const ROW = {
  ...{ municipality: '44021', channel: 'facebook', received: 1200, handled: 1190, rejected: 2, quarantined: 1 },
  ...{ parked: 3, pending: 4, difference: 0 },
};
const GOOD: ReconciliationReport = {
  ...{ ok: true, at: AT, checks: 57, findings: [] },
  rows: [
    ROW,
    { ...ROW, municipality: 'unassigned', channel: 'x', received: 4, handled: 0, rejected: 0, quarantined: 0 },
  ],
  duplicates: [{ receiver: 'meta', duplicates: 12 }],
};

describe('printReport', () => {
  it('shows a table with totals and says that all is accounted for', () => {
    expect(printReport(GOOD).split('\n')).toEqual([
      'Reconciliation of 2026-11-23T10:00:00.000Z',
      '',
      'municipality  channel   received  handled  rejected  quarantined  parked  pending  difference',
      '44021         facebook      1200     1190         2            1       3        4           0',
      'unassigned    x                4        0         0            0       3        4           0',
      'total                       1204     1190         2            1       6        8           0',
      '',
      'Duplicates, without effect: meta 12',
      '',
      'All is accounted for: every event is in one place, and all 57 statements hold.',
      '',
    ]);
  });

  it('shows what is not true, with some of the ids and the number of the others', () => {
    const finding = { check: 'key-event', sentence: 'Every key has its event.', count: 3, examples: ['a', 'b'] };
    const bad = { ...GOOD, ok: false, rows: [{ ...ROW, difference: 3 }], findings: [finding] };
    expect(printReport(bad).split('\n').slice(-8)).toEqual([
      '',
      'NOT TRUE (3): Every key has its event. [key-event]',
      '    a',
      '    b',
      '    and 1 more',
      '',
      'NOT all is accounted for: 1 of 57 statements do not hold, 1 counts differ.',
      '',
    ]);
  });

  it('speaks of an installation that received nothing', () => {
    const text = printReport({ ...GOOD, rows: [], duplicates: [] });
    expect(text).toContain('No events were received yet.');
    expect(text).toContain('Duplicates, without effect: none');
  });
});
