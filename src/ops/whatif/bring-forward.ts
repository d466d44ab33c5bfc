import { canonicalJson, sealSettings } from '../../settings/canonical.js';
import type { Calendar, Settings } from '../../settings/snapshot.js';

export interface BroughtForward {
  readonly settings: Settings;
  /** Sentences about the versions that hold earlier than their files say. */
  readonly versions: readonly string[];
}

interface Version {
  readonly name: string;
  readonly validFrom: string;
}

/** The newest version of a name that the settings in force do not have, if it begins too late to be tried. */
function newestNew<T extends Version>(versions: readonly T[], known: ReadonlySet<string>, onDate: string) {
  return versions
    .filter((version) => version.validFrom > onDate && !known.has(canonicalJson(version)))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .at(-1);
}

function namesOf(versions: readonly Version[]): readonly string[] {
  return [...new Set(versions.map(({ name }) => name))];
}

/** Each name's newest new version holds from `onDate` on, in the place of all that begin then or later. */
function moved<T extends Version>(
  versions: { readonly before: readonly T[]; readonly after: readonly T[] },
  onDate: string,
  asTried: (newest: T, all: readonly T[]) => T,
): { readonly versions: readonly T[]; readonly moved: readonly T[] } {
  const known = new Set(versions.before.map(canonicalJson));
  const found = namesOf(versions.after).map((name) => {
    const all = versions.after.filter((version) => version.name === name);
    const newest = newestNew(all, known, onDate);
    return newest === undefined
      ? { all, newest: [] }
      : { all: [...all.filter(({ validFrom }) => validFrom < onDate), asTried(newest, all)], newest: [newest] };
  });
  return { versions: found.flatMap(({ all }) => all), moved: found.flatMap(({ newest }) => newest) };
}

/** Days with other hours stand in the version of their year, and the month that is tried has its own. */
function withEarlierExceptions(newest: Calendar, all: readonly Calendar[]): Calendar {
  const earlier = all
    .filter(({ validFrom }) => validFrom < newest.validFrom)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const exceptions: Calendar['exceptions'] = Object.assign({}, ...earlier.map((one) => one.exceptions));
  return { ...newest, exceptions: { ...exceptions, ...newest.exceptions } };
}

function said(what: string, { name, validFrom }: Version, onDate: string): string {
  return `Version ${validFrom} of ${what} "${name}" is tried as if it had held from ${onDate} on.`;
}

/**
 * Promises and calendars change by adding a version with a later date, and what was added is what somebody wants to try
 * on a month that is over. A new version that begins after the month's first day therefore counts as if it began on it.
 *
 * @param onDate the first local date of the month
 */
export function broughtForward(before: Settings, after: Settings, onDate: string): BroughtForward {
  const policies = moved({ before: before.slaPolicies, after: after.slaPolicies }, onDate, (newest) => ({
    ...newest,
    validFrom: onDate,
  }));
  const calendars = moved({ before: before.calendars, after: after.calendars }, onDate, (newest, all) => ({
    ...withEarlierExceptions(newest, all),
    validFrom: onDate,
  }));
  const versions = [
    ...policies.moved.map((version) => said('policy', version, onDate)),
    ...calendars.moved.map((version) => said('calendar', version, onDate)),
  ];
  const { hash: _, ...rest } = after;
  return versions.length === 0
    ? { settings: after, versions }
    : {
        settings: sealSettings({ ...rest, slaPolicies: policies.versions, calendars: calendars.versions }),
        versions,
      };
}

/** The same for prices: a new version of a tariff that begins later counts from the first day of the month. */
export function tariffsBroughtForward(before: Settings, after: Settings, onDate: string): BroughtForward {
  const tariffs = moved({ before: before.tariffs, after: after.tariffs }, onDate, (newest) => ({
    ...newest,
    validFrom: onDate,
  }));
  const { hash: _, ...rest } = after;
  return tariffs.moved.length === 0
    ? { settings: after, versions: [] }
    : {
        settings: sealSettings({ ...rest, tariffs: tariffs.versions }),
        versions: tariffs.moved.map((version) => said('tariff', version, onDate)),
      };
}
