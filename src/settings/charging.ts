import { startOfDateMs } from '../domain/time.js';
import type { WorkingTime } from '../domain/working-time.js';
import type { Tariff } from './snapshot.js';

/** Months and versions of tariffs begin at midnight here. */
export const TARIFF_TIME_ZONE = 'Europe/Brussels';

/** What a ledger entry says of the tariff, and of the hour. */
export interface ChargeTerms {
  readonly tariff: string;
  /** `validFrom` of the version in force; null before the first one. */
  readonly tariffVersion: string | null;
  readonly outsideHours: boolean;
}

/** The terms under which use at an instant (UTC milliseconds) is charged. */
export type Charging = (atMs: number) => ChargeTerms;

/**
 * How use of a municipality is charged. Office hours are those of the calendar that the tariff names, or else of the
 * municipality with its own closing days.
 *
 * @param tariffVersions of that tariff, oldest first
 * @param workingTime of the municipality
 */
export function chargingOf(
  tariff: string,
  tariffVersions: readonly Tariff[],
  workingTime: WorkingTime,
  workingTimeOf: (calendar: string) => WorkingTime | undefined,
): Charging {
  // Worked out once: a batch asks for hundreds of instants, and finding a local date costs tens of microseconds.
  const versions = tariffVersions
    .map(({ validFrom, officeHours }) => {
      const hours = (officeHours === undefined ? undefined : workingTimeOf(officeHours)) ?? workingTime;
      return { validFrom, startMs: startOfDateMs(validFrom, TARIFF_TIME_ZONE), hours };
    })
    .toReversed();
  return (atMs) => {
    const version = versions.find(({ startMs }) => startMs <= atMs);
    const outsideHours = !(version?.hours ?? workingTime).isOpen(atMs);
    return { tariff, tariffVersion: version?.validFrom ?? null, outsideHours };
  };
}
