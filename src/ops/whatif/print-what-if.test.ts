import { describe, expect, it } from '@jest/globals';
import type { Counted, WhatIfReport } from '../../domain/what-if.js';
import { printWhatIf } from './print-what-if.js';

function counted(count: number, first = 1001): Counted {
  const tickets = Array.from({ length: Math.min(count, 12) }, (_, index) => ({
    id: `t${index}`,
    number: first + index,
  }));
  return { count, tickets };
}

const NOTHING: WhatIfReport = {
  ...{ period: '2026-10', from: '', until: '', asOf: '2026-11-16T10:30:00.000Z', broughtForward: [] },
  settings: { inForce: 'a', tried: 'b' },
  ...{ tickets: 3, underOtherSettings: 0, changed: counted(0) },
  ...{ municipalities: [], targets: [], firstResponses: [], undecided: [] },
};

describe('the report of a what-if', () => {
  it('says so when nothing would have been different', () => {
    expect(printWhatIf(NOTHING, (tenant) => tenant).split('\n')).toEqual([
      'What if, for 2026-10: 3 tickets that opened in it, looked at as of 2026-11-16T10:30:00.000Z.',
      'Nothing would have been different.',
    ]);
  });

  it('tells every difference with the numbers of its first tickets', () => {
    const report: WhatIfReport = {
      ...NOTHING,
      ...{ changed: counted(2), underOtherSettings: 1, undecided: [{ code: 'NO_SLA_RULE', ...counted(1) }] },
      broughtForward: ['Een versie.'],
      municipalities: [
        {
          ...{ tenant: 'gent', tickets: 30 },
          clocks: [
            {
              ...{ clock: 'resolution', promises: { before: 30, after: 29 }, breaches: { before: 3, after: 14 } },
              ...{ breachedBoth: counted(1), breachedBeforeOnly: counted(2), breachedAfterOnly: counted(13, 2001) },
            },
          ],
        },
      ],
      targets: [
        {
          ...{ target: '1700', tickets: { before: 1, after: 2 }, workingSeconds: { before: 3600, after: 5400 } },
          ...{ gained: counted(1), lost: counted(0), kept: counted(1) },
        },
        {
          ...{ target: 'crm', tickets: { before: 1, after: 0 }, workingSeconds: { before: 60, after: 60 } },
          ...{ gained: counted(0), lost: counted(1), kept: counted(0) },
        },
      ],
      firstResponses: [
        { before: 'met', after: 'breached', ...counted(1) },
        { before: null, after: null, ...counted(1) },
      ],
    };
    const many = [2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010].join(', ');
    expect(
      printWhatIf(report, () => 'Gent')
        .split('\n')
        .slice(1),
    ).toEqual([
      '2 of them would have had another deadline, verdict or target.',
      'Een versie.',
      '1 of them opened under other settings than those in force: part of the difference is theirs.',
      '1 could not be decided, NO_SLA_RULE: 1001',
      '',
      'Gent: 30 tickets',
      '  resolution: promised 30 to 29 (-1); breached 3 to 14 (+11)',
      `    newly breached: ${many}, and 3 more`,
      '    no longer breached: 1001, 1002',
      '',
      'Targets',
      '  1700: tickets 1 to 2 (+1); staffed hours 1 to 1.5 (+0.5)',
      '    gained: 1001',
      '  crm: tickets 1 to 0 (-1); staffed hours 0, unchanged',
      '    lost: 1001',
      '',
      'First responses with another verdict',
      '  met to breached: 1 (1001)',
      '  not promised to not promised: 1 (1001)',
    ]);
  });
});
