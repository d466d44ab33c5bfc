import type { Tariff } from '../../domain/tariff.js';
import { compileCalendar, type WorkingTime } from '../../domain/working-time.js';
import { canonicalJson } from '../../settings/canonical.js';
import type { Municipality, Settings } from '../../settings/snapshot.js';

/** By which calendar use is within or outside office hours. Two with the same key judge every instant alike. */
export interface OfficeHours {
  readonly key: string;
  /** Name of the calendar. */
  readonly calendar: string;
  readonly workingTime: () => WorkingTime;
}

/** The same rule as for charging: the calendar that the tariff names, or that of the municipality with its closing days. */
export function officeHoursOf(
  { calendars }: Pick<Settings, 'calendars'>,
  municipality: Pick<Municipality, 'calendar' | 'closingDays'>,
  tariff: Pick<Tariff, 'officeHours'> | undefined,
): OfficeHours {
  const own = tariff?.officeHours === undefined;
  const calendar = tariff?.officeHours ?? municipality.calendar;
  const closingDays = own ? municipality.closingDays : [];
  const versions = calendars
    .filter(({ name }) => name === calendar)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return {
    key: canonicalJson([versions, closingDays.map(({ date, open }) => [date, open])]),
    calendar,
    workingTime: () => compileCalendar({ name: calendar, versions, closingDays }),
  };
}
