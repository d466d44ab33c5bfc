import { tariffOn, type Tariff } from '../../domain/tariff.js';
import type { DayUsage } from '../rating/group-days.js';
import type { OfficeHours } from './office-hours.js';

/** A tariff that is tried on a month of a municipality that had it, or another one. */
export interface TriedTariff {
  readonly name: string;
  /** All that the tried settings have of it. */
  readonly versions: readonly Tariff[];
  /** The settings in force have the same versions: use that was charged by it keeps the version that it cites. */
  readonly isInForce: boolean;
}

/** What hours use was judged by when it was charged, and what it would be judged by. */
export interface HoursOfUse {
  readonly charged: (day: DayUsage) => OfficeHours;
  readonly tried: (version: Tariff) => OfficeHours;
}

/** The same entries, read in more than one way. */
export interface ReadDays {
  /** As the ledger has them. */
  readonly asCharged: readonly DayUsage[];
  /** With other office hours, by the key of those. */
  readonly judgedAgain: ReadonlyMap<string, readonly DayUsage[]>;
}

/** Use that this very tariff was charged for stays as it is, with the version and the hours of then. */
function isAsItWas(day: DayUsage, { name, isInForce }: TriedTariff): boolean {
  return isInForce && day.tariff === name;
}

/** The hours by which a day must be judged again; undefined where its mark holds, or decides about nothing. */
function otherHours(day: DayUsage, tariff: TriedTariff, hours: HoursOfUse): OfficeHours | undefined {
  if (isAsItWas(day, tariff)) {
    return undefined;
  }
  const { name, versions } = tariff;
  const version = tariffOn(versions, name, day.date);
  if (version?.surcharges?.some(({ when }) => when.hours !== undefined) !== true) {
    return undefined;
  }
  const tried = hours.tried(version);
  return tried.key === hours.charged(day).key ? undefined : tried;
}

/** All hours by which a month has to be read again before these tariffs can be tried on it. */
export function hoursToRead(
  days: readonly DayUsage[],
  tariffs: readonly TriedTariff[],
  hours: HoursOfUse,
): readonly OfficeHours[] {
  const found = new Map<string, OfficeHours>();
  for (const day of days) {
    for (const tariff of tariffs) {
      const other = otherHours(day, tariff, hours);
      if (other !== undefined) {
        found.set(other.key, other);
      }
    }
  }
  return [...found.values()];
}

/**
 * The use of a month as if the municipality had had the tariff, each day under the version of that day. A mark of
 * office hours is kept where both tariffs go by the same hours; else it is that of the days which were judged again.
 */
export function asIfTariff(read: ReadDays, tariff: TriedTariff, hours: HoursOfUse): readonly DayUsage[] {
  const kept = read.asCharged.filter((day) => otherHours(day, tariff, hours) === undefined);
  const again = [...read.judgedAgain].flatMap(([key, days]) =>
    days.filter((day) => otherHours(day, tariff, hours)?.key === key),
  );
  return [...kept, ...again].map((day) => {
    if (isAsItWas(day, tariff)) {
      return day;
    }
    const version = tariffOn(tariff.versions, tariff.name, day.date);
    return { ...day, tariff: tariff.name, tariffVersion: version?.validFrom ?? null };
  });
}

/** True when some use of the month was judged again for this tariff. */
export function isJudgedAgain({ asCharged }: ReadDays, tariff: TriedTariff, hours: HoursOfUse): boolean {
  return asCharged.some((day) => otherHours(day, tariff, hours) !== undefined);
}
