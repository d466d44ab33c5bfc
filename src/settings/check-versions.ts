import { dayNumberOf } from '../domain/time.js';
import type { Draft, Located } from './draft.js';

type Dated = Located<{ readonly validFrom: string }>;
type Version = Located<{ readonly name: string; readonly validFrom: string }>;

function validDates(versions: readonly Dated[]): readonly string[] {
  return versions
    .filter(({ value }) => Number.isNaN(dayNumberOf(value.validFrom)))
    .map(({ file, value }) => `${file}: /validFrom: ${value.validFrom} is no date`);
}

/**
 * A name that municipalities use must have a version that holds today. A calendar always has: its oldest version also
 * holds before its date.
 */
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
  return [
    ...validDates(draft.sla),
    ...validDates(draft.tariffs),
    ...validDates(draft.platformPrices),
    ...validDates(draft.pools),
    ...validDates(draft.calendars),
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
