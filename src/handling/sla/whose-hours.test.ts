import { describe, expect, it } from '@jest/globals';
import { at, calendar, CENTER, OFFICE, say } from '../../../test/support/sla/story-time.js';
import type { StaffedHours } from '../../domain/sla/next-moment.js';
import type { Step } from './policy-of.js';
import { hoursOf } from './whose-hours.js';

const NEVER = calendar('never', []);
/** In the afternoon, until the contact center goes home. */
const LATE = calendar('late', [{ from: '15:00', to: '20:00' }]);

const HOURS: Readonly<Record<string, StaffedHours>> = { 'gent-crm': OFFICE, '1700': CENTER, late: LATE, never: NEVER };

function opening(steps: readonly Step[], moment: string): string | null {
  const found = hoursOf(steps, 'gent-crm', (target) => HOURS[target] ?? NEVER).nextOpening(at(moment));
  return found.ok ? say(found.atMs) : found.code;
}

function before(steps: readonly Step[], moment: string): string | null {
  const found = hoursOf(steps, 'gent-crm', (target) => HOURS[target] ?? NEVER).previousOpenMs(at(moment));
  return found.ok ? say(found.atMs) : found.code;
}

describe('the hours of a moment', () => {
  it('are those of the target of the ticket where nobody else is asked for anything', () => {
    expect(opening([], 'mon 18:00')).toBe('tue 09:00');
    expect(opening([{ do: 'raise-priority' }, { do: 'holding-reply' }], 'mon 18:00')).toBe('tue 09:00');
    expect(before([], 'mon 18:00')).toBe('mon 17:00');
  });

  it('are those of whoever is told or takes over', () => {
    expect(opening([{ do: 'notify', to: '1700' }], 'mon 18:00')).toBe('mon 18:00');
    expect(opening([{ do: 'reroute', to: 'late' }], 'mon 10:00')).toBe('mon 15:00');
    expect(before([{ do: 'reroute', to: 'late' }], 'tue 10:00')).toBe('mon 20:00');
  });

  it('are those in common where several are', () => {
    const steps: Step[] = [{ do: 'notify', to: '1700' }, { do: 'notify', to: 'late' }, { do: 'raise-priority' }];
    expect(opening(steps, 'mon 10:00')).toBe('mon 15:00');
    expect(opening(steps, 'mon 17:30')).toBe('tue 15:00');
    expect(before(steps, 'mon 23:00')).toBe('mon 17:00');
    expect(before(steps, 'mon 10:00')).toBe('fri0 17:00');
  });

  it('are none where they have none in common, or where one is never there', () => {
    const morning = calendar('morning', [{ from: '09:00', to: '10:00' }]);
    const evening = calendar('evening', [{ from: '20:00', to: '21:00' }]);
    const steps: Step[] = [
      { do: 'notify', to: 'a' },
      { do: 'notify', to: 'b' },
    ];
    const hours = hoursOf(steps, 'gent-crm', (target) => (target === 'a' ? morning : evening));
    expect(hours.nextOpening(at('mon 10:00'))).toEqual({ ok: false, code: 'NO_OPEN_TIME' });
    expect(opening([{ do: 'notify', to: 'never' }], 'mon 10:00')).toBe('NO_OPEN_TIME');
  });
});

describe('the hours of overflow', () => {
  const steps: Step[] = [{ do: 'overflow', to: '1700' }];

  it('are those of either side, since it helps when only one of them is there', () => {
    expect(opening(steps, 'mon 16:00')).toBe('mon 16:00');
    expect(opening(steps, 'mon 18:00')).toBe('mon 18:00');
    expect(opening(steps, 'mon 21:00')).toBe('tue 08:00');
    expect(before(steps, 'mon 21:00')).toBe('mon 20:00');
    expect(opening([{ do: 'overflow', to: 'never' }], 'mon 18:00')).toBe('tue 09:00');
  });

  it('win over those of others who are told at the same moment', () => {
    expect(opening([...steps, { do: 'notify', to: 'late' }], 'mon 10:00')).toBe('mon 10:00');
  });

  it('are none where nobody is ever there', () => {
    const hours = hoursOf([{ do: 'overflow', to: 'b' }], 'a', () => NEVER);
    expect(hours.nextOpening(at('mon 10:00'))).toEqual({ ok: false, code: 'NO_OPEN_TIME' });
    expect(hours.previousOpenMs(at('mon 10:00'))).toEqual({ ok: false, code: 'NO_OPEN_TIME' });
  });
});
