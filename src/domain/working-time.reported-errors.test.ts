import { describe, expect, it } from '@jest/globals';
import { compileCalendar, type CalendarVersion, type WorkingCalendar, type WorkingInterval } from './working-time.js';

// What users of other helpdesks reported about calendars, each as a test of ours, with where it was reported.

const LUNCH = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
const MORNING = [{ from: '09:00', to: '12:00' }];

function week(weekday: readonly WorkingInterval[], friday = weekday): CalendarVersion['week'] {
  return { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: friday, 6: [], 7: [] };
}

const version: CalendarVersion = {
  validFrom: '2026-01-01',
  timeZone: 'Europe/Brussels',
  week: week(LUNCH),
  exceptions: {},
  holidays: [{ monthDay: '07-21' }, { monthDay: '07-11' }, { monthDay: '12-25' }, { easterOffsetDays: 1 }],
};

function timeOf(change: Partial<CalendarVersion> = {}, more: Partial<WorkingCalendar> = {}) {
  return compileCalendar({ name: 'gent', versions: [{ ...version, ...change }], closingDays: [], ...more });
}

/** Where `minutes` of working time after an instant end, as the wall clock of the calendar shows it. */
function due(time: ReturnType<typeof timeOf>, start: string, minutes: number): string {
  const moment = time.addWorkingTime(Date.parse(start), minutes);
  return moment.ok ? Object.values(time.wallClock(moment.atMs)).join(' ') : moment.code;
}

describe('errors that others reported', () => {
  it('D1 counts working hours and not the wall clock (chatwoot PR#13392, freescout#4307)', () => {
    const time = timeOf();
    expect(due(time, '2026-11-27T16:30+01:00', 60)).toBe('2026-11-30 09:30');
    expect(time.workingMinutesBetween(Date.parse('2026-11-27T16:30+01:00'), Date.parse('2026-11-30T09:30+01:00'))).toBe(
      60,
    );
  });

  it('D1 says the same going on and looking back, also in parts (zendesk badge beside its engine)', () => {
    const time = timeOf();
    const instants = ['2026-11-27T10:00+01:00', '2026-11-28T10:00+01:00', '2026-12-01T12:30+01:00'].map(Date.parse);
    const [start = 0, middle = 0, end = 0] = instants;
    expect(time.workingMinutesBetween(start, middle) + time.workingMinutesBetween(middle, end)).toBe(
      6 * 60 + 420 + 180,
    );
    expect(due(time, '2026-11-27T10:00+01:00', 6 * 60 + 420 + 180)).toBe('2026-12-01 12:00');
  });

  it('D4 puts a deadline at the same hour after both clock changes (rocket.chat#4898, PR#32047, reverted #32279)', () => {
    const time = timeOf({ holidays: [] });
    expect(due(time, '2026-03-27T16:00+01:00', 120)).toBe('2026-03-30 10:00');
    expect(due(time, '2026-10-23T16:00+02:00', 120)).toBe('2026-10-26 10:00');
  });

  it('D4 skips the hour that is not there and counts the hour that is there twice (rocket.chat#30565)', () => {
    const night = timeOf({ week: { ...week([]), 7: [{ from: '01:00', to: '04:00' }] } });
    const minutesOn = (from: string, to: string) => night.workingMinutesBetween(Date.parse(from), Date.parse(to));
    expect(minutesOn('2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00')).toBe(120);
    expect(minutesOn('2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00')).toBe(240);
    expect(minutesOn('2026-11-01T00:00+01:00', '2026-11-02T00:00+01:00')).toBe(180);
  });

  it('D4 counts in the zone of the calendar, whoever looks (helpdesk PR#3776)', () => {
    const start = '2026-11-23T14:30Z';
    expect(due(timeOf(), start, 60)).toBe('2026-11-23 16:30');
    expect(due(timeOf({ timeZone: 'America/New_York' }), start, 60)).toBe('2026-11-23 10:30');
  });

  it('D6 counts a half day and a lunch break (chatwoot#14009, osTicket#6847)', () => {
    const time = timeOf({ week: week(LUNCH, MORNING), exceptions: { '2026-12-24': MORNING } });
    expect(due(time, '2026-11-26T16:00+01:00', 60 + 180 + 60)).toBe('2026-11-30 10:00');
    expect(due(time, '2026-11-26T11:30+01:00', 60)).toBe('2026-11-26 13:30');
    expect(due(time, '2026-12-24T11:30+01:00', 60)).toBe('2026-12-28 09:30');
  });

  it('D6 knows the holidays of Flanders and the days of a municipality, and no others (zammad#390, helpdesk#2212)', () => {
    const closed = timeOf({}, { closingDays: [{ date: '2026-07-20', open: [] }] });
    expect(due(closed, '2026-07-17T16:30+02:00', 60)).toBe('2026-07-22 09:30');
    // In 2025 the eleventh is a Friday. Mother's Day is a day like any other.
    expect(due(closed, '2025-07-10T16:30+02:00', 60)).toBe('2025-07-14 09:30');
    expect(due(closed, '2026-05-08T16:30+02:00', 60)).toBe('2026-05-11 09:30');
  });

  it('D6 lets the day of a municipality win over holidays and exceptions (chatwoot#5254)', () => {
    const open = timeOf(
      { exceptions: { '2026-07-20': [] } },
      {
        closingDays: [
          { date: '2026-07-20', open: MORNING },
          { date: '2026-07-21', open: LUNCH },
        ],
      },
    );
    expect(due(open, '2026-07-17T16:30+02:00', 60)).toBe('2026-07-20 09:30');
    expect(due(open, '2026-07-20T11:30+02:00', 60)).toBe('2026-07-21 09:30');
  });

  it('D8 says that no time is open instead of searching for ever (frappe while-loop)', () => {
    const never = timeOf({ week: week([]) });
    const startMs = Date.parse('2026-11-23T09:00+01:00');
    const nothing = { ok: false, code: 'NO_OPEN_TIME' };
    expect(never.addWorkingTime(startMs, 1)).toEqual(nothing);
    expect(never.addWorkingMs(startMs, Number.POSITIVE_INFINITY)).toEqual(nothing);
    expect(never.nextOpening(startMs)).toEqual(nothing);
    expect(never.previousOpenMs(startMs)).toEqual(nothing);
    expect(never.workingMinutesBetween(startMs, Date.parse('2036-11-23T09:00+01:00'))).toBe(0);
  });

  it('D8 gives up in the middle of a promise, too, when the calendar stops opening (frappe while-loop)', () => {
    const ends = { ...version, validFrom: '2026-12-01', week: week([]) };
    const time = compileCalendar({ name: 'gent', versions: [version, ends], closingDays: [] });
    expect(due(time, '2026-11-30T15:00+01:00', 120)).toBe('2026-11-30 17:00');
    expect(due(time, '2026-11-30T15:00+01:00', 121)).toBe('NO_OPEN_TIME');
  });
});
