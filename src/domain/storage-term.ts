const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Whose terms end the time of a text: those of the platform it came from, or those of the municipality. */
export const ERASURE_REASONS = ['channel', 'municipality'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** What a municipality says of how long texts are kept. */
export interface Retention {
  /** For every text, of every channel, from its receipt. */
  readonly textDays?: number;
  /** By channel: its own agreement with the platform, in the place of what the platform allows everybody. */
  readonly channels?: Readonly<Partial<Record<string, StorageAgreement>>>;
}

export interface StorageAgreement {
  readonly hours: number;
  /** The agreement or law that allows it, for who has to answer for it. */
  readonly basis: string;
}

/** How long texts of one municipality and channel are kept from their receipt, and by whose terms. */
export interface StorageTerm {
  readonly hours: number;
  readonly because: ErasureReason;
}

/**
 * The earliest of what the platform allows and what the municipality wants. An agreement stands in the place of the platform's
 * limit and may be longer; without one nothing is.
 *
 * @param allowedHours what the platform allows everybody; undefined where it sets no limit
 */
export function citizenTerm(
  allowedHours: number | undefined,
  retention: Retention | undefined,
  channel: string,
): StorageTerm | undefined {
  const limit = retention?.channels?.[channel]?.hours ?? allowedHours;
  const own = ownTerm(retention);
  return limit === undefined || (own !== undefined && own.hours < limit) ? own : { hours: limit, because: 'channel' };
}

/** For what the municipality wrote itself: no platform limits that. */
export function ownTerm(retention: Retention | undefined): StorageTerm | undefined {
  const days = retention?.textDays;
  return days === undefined ? undefined : { hours: days * DAY_HOURS, because: 'municipality' };
}

export function keptUntil(term: StorageTerm, receivedAtMs: number): number {
  return receivedAtMs + term.hours * HOUR_MS;
}

/** Where a message still stands on its platform. */
export interface Original {
  readonly platform: string;
  readonly permalink: string | null;
}

/** What stands in the place of a text that is gone, in Dutch. */
export function whyErased(because: ErasureReason, { platform, permalink }: Original): string {
  if (because === 'municipality') {
    return 'Tekst verwijderd omdat de bewaartermijn van het bestuur voorbij is.';
  }
  const open = permalink === null ? '' : `; open het bericht op ${platform}`;
  return `Tekst verwijderd volgens de voorwaarden van ${platform}${open}.`;
}
