import type { SlaTime, SlaTimes } from '../../../src/domain/sla/sla-time.js';
import { compileCalendar, type CalendarVersion, type WorkingTime } from '../../../src/domain/working-time.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Midnight of a Monday in Brussels, in winter: no clock change is near. */
const MONDAY_MS = Date.UTC(2026, 10, 22, 23);

type Slots = readonly { readonly from: string; readonly to: string }[];

export function calendar(name: string, weekday: Slots, saturday: Slots = []): WorkingTime {
  const week = { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday, 6: saturday, 7: [] };
  const version: CalendarVersion = {
    ...{ validFrom: '2026-01-01', timeZone: 'Europe/Brussels', week, exceptions: {}, holidays: [] },
  };
  return compileCalendar({ name, versions: [version], closingDays: [] });
}

/** Eight hours a weekday. */
export const OFFICE = calendar('office', [{ from: '09:00', to: '17:00' }]);
/** Twelve hours, on Saturday too. */
export const CENTER = calendar('center', [{ from: '08:00', to: '20:00' }], [{ from: '08:00', to: '20:00' }]);
const MORNINGS = calendar('mornings', [{ from: '09:00', to: '13:00' }]);

/** `mon 09:00` of the week of the stories, `mon2` of the week after. In Brussels. */
export function at(text: string): number {
  const [, day = '', week = '1', hour = '', minute = ''] = /^([a-z]{3})(\d?) (\d\d):(\d\d)$/.exec(text) ?? [];
  const index = DAYS.indexOf(day);
  if (index === -1) {
    throw new Error(`No moment of a story: ${text}`);
  }
  const days = index + 7 * (Number(week === '' ? '1' : week) - 1);
  return MONDAY_MS + days * DAY_MS + Number(hour) * HOUR_MS + Number(minute) * 60_000;
}

/** The same the other way round. */
export function say(ms: number | null): string | null {
  if (ms === null) {
    return null;
  }
  const days = Math.floor((ms - MONDAY_MS) / DAY_MS);
  const week = Math.floor(days / 7) + 1;
  return `${DAYS[days - 7 * (week - 1)] ?? ''}${week === 1 ? '' : String(week)} ${OFFICE.wallClock(ms).time}`;
}

const CALENDARS: Readonly<Record<string, WorkingTime>> = { center: CENTER, mornings: MORNINGS };

function timeUnder(own: WorkingTime): SlaTime {
  return {
    calendar: (name) => (name === null ? own : (CALENDARS[name] ?? own)),
    staffed: (target) => (target === '1700' ? CENTER : OFFICE),
    partyOf: (target) => (target === '1700' ? '1700' : 'municipality'),
  };
}

/** Under the snapshot `first` the municipality has office hours, under `second` mornings only. */
export const STORY_TIMES: SlaTimes = (hash) => {
  if (hash !== 'first' && hash !== 'second') {
    throw new Error(`No snapshot ${hash}`);
  }
  return timeUnder(hash === 'first' ? OFFICE : MORNINGS);
};
