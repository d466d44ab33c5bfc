import { tariffOn, type Tariff } from '../../domain/tariff.js';
import { METERS, type Meter } from '../../domain/vocabulary.js';

/** What the ledger holds for one local day and every dimension that a tariff can ask for. */
export interface DayUsage {
  readonly meter: Meter;
  readonly tariff: string;
  /** `validFrom` of the version that the entries cite; null for entries from before they cited one. */
  readonly tariffVersion: string | null;
  /** Billing day in Brussels, `YYYY-MM-DD`. */
  readonly date: string;
  /** Empty where no channel had to do with it. */
  readonly channel: string;
  readonly outsideHours: boolean;
  /** Net of what was taken back. */
  readonly units: number;
}

/** The units of one meter under one version of a tariff in one month. */
export interface MeterGroup {
  readonly meter: Meter;
  readonly tariff: string;
  /** Undefined when the settings do not know it. */
  readonly version: Tariff | undefined;
  readonly firstDate: string;
  readonly days: readonly DayUsage[];
  readonly units: number;
}

function versionOf({ tariff, tariffVersion, date }: DayUsage, versions: readonly Tariff[]): Tariff | undefined {
  return tariffVersion === null
    ? tariffOn(versions, tariff, date)
    : versions.find(({ name, validFrom }) => name === tariff && validFrom === tariffVersion);
}

/** Adds up days that differ in nothing, and leaves out what was taken back whole: it decides about nothing. */
function netDays(days: readonly DayUsage[]): readonly DayUsage[] {
  const net = new Map<string, DayUsage>();
  for (const day of days) {
    const { meter, tariff, tariffVersion, date, channel, outsideHours, units } = day;
    const key = JSON.stringify([meter, tariff, tariffVersion, date, channel, outsideHours]);
    net.set(key, { ...day, units: units + (net.get(key)?.units ?? 0) });
  }
  return [...net.values()].filter(({ units }) => units !== 0);
}

function groupOf([first, ...others]: readonly [DayUsage, ...DayUsage[]], version: Tariff | undefined): MeterGroup {
  let { date: firstDate, units } = first;
  for (const day of others) {
    firstDate = day.date < firstDate ? day.date : firstDate;
    units += day.units;
  }
  return { meter: first.meter, tariff: first.tariff, version, firstDate, days: [first, ...others], units };
}

function orderKey({ meter, firstDate, tariff, version }: MeterGroup): string {
  return `${METERS.indexOf(meter)} ${firstDate} ${tariff} ${version?.validFrom ?? ''}`;
}

/** The groups of a month by meter, each meter from its first day on. The order of the days handed in does not matter. */
export function groupDays(days: readonly DayUsage[], versions: readonly Tariff[]): readonly MeterGroup[] {
  const groups = new Map<string, { readonly days: [DayUsage, ...DayUsage[]]; readonly version: Tariff | undefined }>();
  for (const day of netDays(days)) {
    const version = versionOf(day, versions);
    const key = JSON.stringify([day.meter, day.tariff, version?.validFrom]);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, { days: [day], version });
    } else {
      known.days.push(day);
    }
  }
  return [...groups.values()]
    .map((group) => groupOf(group.days, group.version))
    .toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
}
