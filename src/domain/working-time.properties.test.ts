import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slowWorkingTime, wallClocks } from '../../test/support/slow-working-time.js';
import { DAY_MS, MINUTE_MS, isoDateOf } from './time.js';
import { compileCalendar, type WorkingCalendar } from './working-time.js';

/** A zone and a day on which something happens in it. */
interface Place {
  readonly timeZone: string;
  readonly date: string;
}

const PLACES: readonly Place[] = [
  { timeZone: 'Europe/Brussels', date: '2026-03-29' },
  { timeZone: 'Europe/Brussels', date: '2026-10-25' },
  { timeZone: 'Europe/Brussels', date: '2028-02-29' },
  { timeZone: 'Europe/Brussels', date: '2026-12-31' },
  { timeZone: 'America/New_York', date: '2026-03-08' },
  { timeZone: 'America/New_York', date: '2026-11-01' },
  // Its summer time is half an hour.
  { timeZone: 'Australia/Lord_Howe', date: '2026-04-05' },
  { timeZone: 'Australia/Lord_Howe', date: '2026-10-04' },
  // The day that it left out.
  { timeZone: 'Pacific/Apia', date: '2011-12-30' },
  // The clock went from 00:01 back to 23:01 of the day before, and there was no midnight.
  { timeZone: 'America/St_Johns', date: '2006-10-29' },
  { timeZone: 'America/Sao_Paulo', date: '2018-11-04' },
  { timeZone: 'UTC', date: '2028-02-29' },
];

const DAYS = 4;

function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Up to three intervals that do not overlap; some touch. */
const anyIntervals = fc.array(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 }).map((numbers) => {
  const minutes = numbers.toSorted((a, b) => a - b);
  return minutes.flatMap((from, place) => {
    const to = minutes[place + 1];
    return place % 2 === 0 && to !== undefined && from < to ? [{ from: clockText(from), to: clockText(to) }] : [];
  });
});
const wholeDay = [{ from: '00:00', to: '24:00' }];
const anyDay = fc.oneof({ weight: 3, arbitrary: anyIntervals }, fc.constant([]), fc.constant(wholeDay));

function around({ date }: Place, days: number): string {
  return isoDateOf(Date.parse(`${date}T00:00Z`) / DAY_MS + days);
}

function anyVersion(place: Place) {
  const days = fc.record({ weekday: anyDay, friday: anyDay, weekend: anyDay, other: anyDay });
  const dates = fc.record({ validFrom: fc.integer({ min: -2, max: 2 }), exception: fc.integer({ min: -2, max: 2 }) });
  return fc.tuple(days, dates, fc.boolean()).map(([{ weekday, friday, weekend, other }, at, hasHoliday]) => ({
    validFrom: around(place, at.validFrom),
    timeZone: place.timeZone,
    week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: friday, 6: weekend, 7: weekend },
    exceptions: { [around(place, at.exception)]: other },
    holidays: hasHoliday ? [{ monthDay: around(place, 1).slice(5) }, { easterOffsetDays: 0 }] : [],
  }));
}

interface Case {
  readonly calendar: WorkingCalendar;
  /** Instants in whole minutes around the day of the place. */
  readonly fromMs: number;
  readonly toMs: number;
}

const anyCase: fc.Arbitrary<Case> = fc.constantFrom(...PLACES).chain((place) => {
  const startMs = Date.parse(`${place.date}T00:00Z`) - 2 * DAY_MS;
  const instant = fc.nat(DAYS * 1440).map((minutes) => startMs + minutes * MINUTE_MS);
  const closingDays = fc.array(
    fc.record({ date: fc.integer({ min: -2, max: 2 }).map((days) => around(place, days)), open: anyDay }),
    { maxLength: 1 },
  );
  const versions = fc.uniqueArray(anyVersion(place), { minLength: 1, maxLength: 2, selector: (one) => one.validFrom });
  return fc.record({ versions, closingDays, one: instant, other: instant }).map(({ one, other, ...rest }) => ({
    calendar: { name: 'any', ...rest },
    fromMs: Math.min(one, other),
    toMs: Math.max(one, other),
  }));
});

const wallClock = wallClocks();

describe('a second implementation that looks at a clock every minute', () => {
  it('agrees on what is open', () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, fromMs, toMs }) => {
        const time = compileCalendar(calendar);
        const slow = slowWorkingTime(calendar, wallClock);
        expect(time.openingsBetween(fromMs, toMs)).toEqual(slow.openings(fromMs, toMs));
        expect(time.workingMinutesBetween(fromMs, toMs)).toBe(slow.minutesBetween(fromMs, toMs));
        expect([fromMs, toMs].map((ms) => time.isOpen(ms))).toEqual([fromMs, toMs].map(slow.isOpen));
      }),
      { numRuns: 80 },
    );
  });

  it('agrees on the inverse', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 2000 }), ({ calendar, fromMs }, minutes) => {
        const limitMs = fromMs + 3 * DAY_MS;
        const expected = slowWorkingTime(calendar, wallClock).add(fromMs, minutes, limitMs);
        const found = compileCalendar(calendar).addWorkingTime(fromMs, minutes);
        const isBeforeLimit = found.ok && found.atMs <= limitMs;
        expect(isBeforeLimit ? found.atMs : undefined).toBe(expected);
      }),
      { numRuns: 80 },
    );
  });

  it('agrees on the openings on both sides', () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, fromMs }) => {
        const slow = slowWorkingTime(calendar, wallClock);
        const time = compileCalendar(calendar);
        const [earliestMs, latestMs] = [fromMs - 2 * DAY_MS, fromMs + 2 * DAY_MS];
        const next = time.nextOpening(fromMs);
        const previous = time.previousOpenMs(fromMs);
        const isNear = { next: next.ok && next.atMs < latestMs, previous: previous.ok && previous.atMs > earliestMs };
        expect(isNear.next && next.ok ? next.atMs : undefined).toBe(slow.nextOpening(fromMs, latestMs));
        expect(isNear.previous && previous.ok ? previous.atMs : undefined).toBe(slow.previousOpen(fromMs, earliestMs));
      }),
      { numRuns: 80 },
    );
  });

  it('agrees on what the clock shows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.nat(DAYS * 1440), (place, minutes) => {
        const version = { validFrom: place.date, timeZone: place.timeZone, exceptions: {}, holidays: [] };
        const week = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
        const time = compileCalendar({ name: 'any', versions: [{ ...version, week }], closingDays: [] });
        const ms = Date.parse(`${place.date}T00:00Z`) - 2 * DAY_MS + minutes * MINUTE_MS;
        const { date, time: clock } = time.wallClock(ms);
        expect(`${date} ${clock}`).toBe(wallClock(place.timeZone, ms));
      }),
      { numRuns: 150 },
    );
  });

  it('agrees on a whole year and a half, and on finding its end', () => {
    const office = [
      { from: '08:30', to: '12:30' },
      { from: '13:30', to: '17:00' },
    ];
    const version = { timeZone: 'Europe/Brussels', exceptions: {}, holidays: [{ easterOffsetDays: 1 }] };
    const week = { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [{ from: '01:30', to: '03:15' }] };
    const other = { ...version, validFrom: '2027-01-01', week: { ...week, 5: [] } };
    const versions = [{ ...version, validFrom: '2026-01-01', week }, other];
    const calendar = { name: 'any', versions, closingDays: [{ date: '2026-07-20', open: [] }] };
    const slow = slowWorkingTime(calendar, wallClocks());
    const time = compileCalendar(calendar);
    const [fromMs, toMs] = [Date.parse('2026-01-01T00:00Z'), Date.parse('2027-07-01T00:00Z')];
    let quarters = 0;
    let lastOpenMs = fromMs;
    for (let ms = fromMs; ms < toMs; ms += 15 * MINUTE_MS) {
      quarters += slow.isOpen(ms) ? 1 : 0;
      lastOpenMs = slow.isOpen(ms) ? ms + 15 * MINUTE_MS : lastOpenMs;
    }
    expect(time.workingMinutesBetween(fromMs, toMs)).toBe(quarters * 15);
    expect(time.addWorkingTime(fromMs, quarters * 15)).toEqual({ ok: true, atMs: lastOpenMs });
  });
});

/** Instants to the millisecond over six years, with two leap days. */
const anyInstant = fc.integer({ min: Date.parse('2023-01-01T00:00Z'), max: Date.parse('2029-01-01T00:00Z') });
const anyCalendar = anyCase.map(({ calendar }) => calendar);

describe('working time over any span', () => {
  it('adds up when an interval is split, also backwards', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyInstant, anyInstant, (calendar, one, two, three) => {
        const time = compileCalendar(calendar);
        expect(time.workingMsBetween(one, two) + time.workingMsBetween(two, three)).toBe(
          time.workingMsBetween(one, three),
        );
        expect(time.workingMsBetween(two, one)).toBe(0 - time.workingMsBetween(one, two));
        expect(time.workingMsBetween(one, one)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('finds back what it added, at the earliest such instant, and the parts add up', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.nat(2e8), fc.nat(2e8), (calendar, startMs, first, second) => {
        const time = compileCalendar(calendar);
        const middle = time.addWorkingMs(startMs, first);
        const end = time.addWorkingMs(startMs, first + second);
        fc.pre(middle.ok && end.ok);
        if (middle.ok && end.ok) {
          expect(time.workingMsBetween(startMs, middle.atMs)).toBe(first);
          expect(time.workingMsBetween(startMs, middle.atMs - 1)).toBe(
            first === 0 ? (time.isOpen(startMs - 1) ? -1 : 0) : first - 1,
          );
          expect(time.addWorkingMs(middle.atMs, second)).toEqual(end);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never runs backwards', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.nat(1e9), fc.nat(1e9), (calendar, startMs, one, other) => {
        const time = compileCalendar(calendar);
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(time.workingMsBetween(startMs, startMs + less)).toBeLessThanOrEqual(
          time.workingMsBetween(startMs, startMs + more),
        );
        const [early, late] = [time.addWorkingMs(startMs, less), time.addWorkingMs(startMs, more)];
        expect(late.ok ? early.ok && early.atMs <= late.atMs : true).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('lists exactly the open time, in stretches that do not touch', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.nat(400 * DAY_MS), (calendar, fromMs, spanMs) => {
        const time = compileCalendar(calendar);
        const openings = time.openingsBetween(fromMs, fromMs + spanMs);
        const totalMs = openings.reduce((sum, one) => sum + one.toMs - one.fromMs, 0);
        expect(totalMs).toBe(time.workingMsBetween(fromMs, fromMs + spanMs));
        const isApart = openings.every(
          (one, place) => one.fromMs < one.toMs && one.fromMs > (openings[place - 1]?.toMs ?? fromMs - 1),
        );
        expect(isApart).toBe(true);
        expect(openings.at(-1)?.toMs ?? fromMs).toBeLessThanOrEqual(fromMs + spanMs);
      }),
      { numRuns: 50 },
    );
  });

  it('stands in an opening or at the end of one when it looks back', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, (calendar, ms) => {
        const time = compileCalendar(calendar);
        const previous = time.previousOpenMs(ms);
        fc.pre(previous.ok);
        if (previous.ok) {
          expect(previous.atMs).toBeLessThanOrEqual(ms);
          expect(time.isOpen(previous.atMs) || time.isOpen(previous.atMs - 1)).toBe(true);
          expect(time.workingMsBetween(previous.atMs, ms)).toBe(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same answers after more years than it keeps', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, (calendar, startMs) => {
        const time = compileCalendar(calendar);
        const before = time.addWorkingTime(startMs, 600);
        const century = time.workingMsBetween(Date.parse('1980-01-01T00:00Z'), Date.parse('2080-01-01T00:00Z'));
        expect(time.addWorkingTime(startMs, 600)).toEqual(before);
        expect(time.workingMsBetween(Date.parse('1980-01-01T00:00Z'), Date.parse('2080-01-01T00:00Z'))).toBe(century);
      }),
      { numRuns: 2 },
    );
  });
});
