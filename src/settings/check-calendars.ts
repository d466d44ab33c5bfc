import { dayNumberOf, isTimeZone } from '../domain/time.js';
import type { Draft, Located } from './draft.js';
import type { Calendar, Municipality, OpenInterval } from './snapshot.js';

/** `HH:MM` texts of one length compare as the times that they are. */
function checkIntervals(intervals: readonly OpenInterval[], path: string): readonly string[] {
  const errors = intervals
    .map(({ from, to }, index) => (from < to ? '' : `${path}/${index}: "from" ${from} must be before "to" ${to}`))
    .filter((error) => error !== '');
  const inOrder = [...intervals].sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const [index, interval] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next !== undefined && next.from < interval.to) {
      errors.push(`${path}: ${interval.from}-${interval.to} and ${next.from}-${next.to} overlap`);
    }
  }
  return errors;
}

function isDate(date: string): boolean {
  return !Number.isNaN(dayNumberOf(date));
}

function checkCalendar(calendar: Calendar): readonly string[] {
  const errors: string[] = [];
  if (!isTimeZone(calendar.timeZone)) {
    errors.push(`/timeZone: "${calendar.timeZone}" is no IANA time zone; allowed: names such as Europe/Brussels`);
  }
  for (const [weekday, intervals] of Object.entries(calendar.week)) {
    errors.push(...checkIntervals(intervals, `/week/${weekday}`));
  }
  for (const [date, intervals] of Object.entries(calendar.exceptions)) {
    const path = `/exceptions/${date}`;
    errors.push(...checkIntervals(intervals, path), ...(isDate(date) ? [] : [`${path}: is no date`]));
  }
  for (const [index, holiday] of calendar.holidays.entries()) {
    // 2028 is a leap year: 02-29 is a date in some years.
    if ('monthDay' in holiday && !isDate(`2028-${holiday.monthDay}`)) {
      errors.push(`/holidays/${index}/monthDay: ${holiday.monthDay} is a date in no year`);
    }
  }
  if (Object.values(calendar.week).every((intervals) => intervals.length === 0)) {
    errors.push('/week: is never open, so no deadline could ever be met');
  }
  return errors;
}

/** Which version counts a day depends on the local date, so the versions of a name must agree on what that is. */
function checkSameZone(calendars: readonly Located<Calendar>[]): readonly string[] {
  const oldest = new Map<string, Calendar>();
  const oldToNew = [...calendars].sort((a, b) => (a.value.validFrom < b.value.validFrom ? -1 : 1));
  return oldToNew.flatMap(({ file, value }) => {
    const { name, timeZone } = oldest.get(value.name) ?? value;
    oldest.set(name, oldest.get(name) ?? value);
    return timeZone === value.timeZone
      ? []
      : [`${file}: /timeZone: "${value.timeZone}" must be "${timeZone}", as in the first version of "${name}"`];
  });
}

function checkClosingDays({ closingDays }: Municipality): readonly string[] {
  return closingDays.flatMap(({ date, open }, index) => {
    const path = `/closingDays/${index}`;
    const errors = isDate(date) ? [] : [`${path}/date: ${date} is no date`];
    return [...errors, ...checkIntervals(open, `${path}/open`)];
  });
}

/** What a schema cannot say about hours and dates, in calendars and in the closing days of municipalities. */
export function checkCalendars(draft: Draft): readonly string[] {
  return [
    ...draft.municipalities.flatMap(({ file, value }) => checkClosingDays(value).map((error) => `${file}: ${error}`)),
    ...draft.calendars.flatMap(({ file, value }) => checkCalendar(value).map((error) => `${file}: ${error}`)),
    ...checkSameZone(draft.calendars),
  ];
}
