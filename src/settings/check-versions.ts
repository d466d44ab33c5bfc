import { dayNumberOf, isTimeZone } from '../domain/time.js';
import type { Draft, Located } from './draft.js';
import type { Calendar, OpenInterval } from './snapshot.js';

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

function checkCalendar(calendar: Calendar): readonly string[] {
  const errors: string[] = [];
  if (!isTimeZone(calendar.timeZone)) {
    errors.push(`/timeZone: "${calendar.timeZone}" is no IANA time zone; allowed: names such as Europe/Brussels`);
  }
  for (const [weekday, intervals] of Object.entries(calendar.week)) {
    errors.push(...checkIntervals(intervals, `/week/${weekday}`));
  }
  for (const [date, intervals] of Object.entries(calendar.exceptions)) {
    errors.push(...checkIntervals(intervals, `/exceptions/${date}`));
    if (Number.isNaN(dayNumberOf(date))) {
      errors.push(`/exceptions/${date}: is no date`);
    }
  }
  for (const [index, holiday] of calendar.holidays.entries()) {
    // 2028 is a leap year: 02-29 is a date in some years.
    if ('monthDay' in holiday && Number.isNaN(dayNumberOf(`2028-${holiday.monthDay}`))) {
      errors.push(`/holidays/${index}/monthDay: ${holiday.monthDay} is a date in no year`);
    }
  }
  if (Object.values(calendar.week).every((intervals) => intervals.length === 0)) {
    errors.push('/week: is never open, so no deadline could ever be met');
  }
  return errors;
}

export function checkCalendars(draft: Draft): readonly string[] {
  return draft.calendars.flatMap(({ file, value }) => checkCalendar(value).map((error) => `${file}: ${error}`));
}

type Version = Located<{ readonly name: string; readonly validFrom: string }>;

function validDates(versions: readonly Version[]): readonly string[] {
  return versions
    .filter(({ value }) => Number.isNaN(dayNumberOf(value.validFrom)))
    .map(({ file, value }) => `${file}: /validFrom: ${value.validFrom} is no date`);
}

/** A name that municipalities use must have a version that holds today. */
function checkInForce(draft: Draft, key: 'sla' | 'tariff', versions: readonly Version[], today: string) {
  return draft.municipalities.flatMap(({ file, value }) => {
    const named = versions.filter((version) => version.value.name === value[key]);
    const first = named.map((version) => version.value.validFrom).sort()[0];
    return first !== undefined && first > today
      ? [`${file}: /${key}: "${value[key]}" begins on ${first}; it needs a version that holds on ${today}`]
      : [];
  });
}

/** Dates of versions, and whether each policy and tariff in use has one that holds today. */
export function checkVersions(draft: Draft, today: string): readonly string[] {
  const backwards = draft.sla.flatMap(({ file, value }) =>
    value.rules.flatMap((rule, index) =>
      rule.resolutionMinutes < rule.firstResponseMinutes
        ? [`${file}: /rules/${index}: "resolutionMinutes" must not be less than "firstResponseMinutes"`]
        : [],
    ),
  );
  return [
    ...validDates(draft.sla),
    ...validDates(draft.tariffs),
    ...backwards,
    ...checkInForce(draft, 'sla', draft.sla, today),
    ...checkInForce(draft, 'tariff', draft.tariffs, today),
  ];
}

/** A sentence for each version that a later one replaced. It stays, because old tickets and invoices refer to it. */
export function expiredVersions(draft: Draft, today: string): readonly string[] {
  return [draft.sla, draft.tariffs].flatMap((versions: readonly Version[]) =>
    versions.flatMap(({ file, value }) => {
      const later = versions
        .filter((other) => other.value.name === value.name && other.value.validFrom > value.validFrom)
        .map((other) => other.value.validFrom)
        .filter((date) => date <= today)
        .sort()[0];
      return later === undefined
        ? []
        : [`${file}: the version of ${value.validFrom} was replaced on ${later}; it is kept for what refers to it`];
    }),
  );
}
