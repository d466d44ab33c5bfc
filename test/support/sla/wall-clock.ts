import type { CalendarVersion } from '../../../src/domain/working-time.js';
import { MINUTE_MS } from './slow-diary.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

type Slots = CalendarVersion['week'][keyof CalendarVersion['week']];

/** Asks the platform what the clock on the wall shows, and looks whether that lies in an interval. */
export class WallClock {
  readonly #shown = new Map<number, { readonly weekday: string; readonly time: string }>();
  readonly #weeks = new WeakMap<CalendarVersion, ReadonlyMap<string, Slots>>();
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    const about = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    this.#format = new Intl.DateTimeFormat('en-GB', { timeZone, ...about });
  }

  isOpen(calendar: CalendarVersion, minute: number): boolean {
    const { weekday, time } = this.#look(minute);
    const slots = this.#weekOf(calendar).get(weekday) ?? [];
    return slots.some(({ from, to }) => from <= time && time < to);
  }

  #weekOf(calendar: CalendarVersion): ReadonlyMap<string, Slots> {
    const week = this.#weeks.get(calendar) ?? new Map(Object.entries(calendar.week));
    this.#weeks.set(calendar, week);
    return week;
  }

  #look(minute: number): { readonly weekday: string; readonly time: string } {
    const known = this.#shown.get(minute);
    if (known !== undefined) {
      return known;
    }
    const parts = new Map(this.#format.formatToParts(minute * MINUTE_MS).map(({ type, value }) => [type, value]));
    const weekday = String(DAYS.indexOf(parts.get('weekday') ?? '') + 1);
    const shown = { weekday, time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}` };
    this.#shown.set(minute, shown);
    return shown;
  }
}
