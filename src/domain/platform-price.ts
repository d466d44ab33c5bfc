import { isExactDecimal, multiplyEuro, type EuroText } from './money.js';
import type { Meter } from './vocabulary.js';

/** One dated version of what a platform charges. Never changed once applied, only filled up with what it lacked. */
export interface PlatformPrices {
  /** The channel whose platform it is. */
  readonly platform: string;
  /** First local date `YYYY-MM-DD` on which this version holds. */
  readonly validFrom: string;
  /** Where the figures come from, in plain words. */
  readonly source: string;
  /** By item, such as `whatsapp.service`: exact decimal text in euro with six decimals at most, VAT not included. */
  readonly prices: Readonly<Record<string, EuroText>>;
}

/** What an item costs at a moment. Without a card the platform's cost is not passed on; `missing`: the card lacks the item. */
export type PlatformPrice =
  | { readonly kind: 'price'; readonly millionths: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-passed-on' };

/** Units of `platform.cost` in a euro: the ledger counts whole numbers, and prices of platforms are fractions of cents. */
const UNITS_IN_EURO = 1_000_000;

/** The units of `platform.cost` that an amount is, exactly. */
export function millionthsOf(euro: EuroText): number {
  const units = multiplyEuro(euro, String(UNITS_IN_EURO));
  if (!isExactDecimal(units) || !Number.isSafeInteger(Number(units))) {
    throw new RangeError('a price of a platform has six decimals at most');
  }
  return Number(units);
}

/**
 * What the unit price of a tariff is multiplied by: the units themselves, or the euros that the platform charged where
 * the price is a factor on those. Every product of units and a price asks here.
 */
export function billedQuantity(meter: Meter | null, units: number): number {
  // A quotient of a whole number of less than 16 digits prints as the decimal that it is.
  return meter === 'platform.cost' ? units / UNITS_IN_EURO : units;
}

/** The version of a platform in force on a local date `YYYY-MM-DD`; undefined before the first one. */
export function platformPricesOn(
  versions: readonly PlatformPrices[],
  platform: string,
  date: string,
): PlatformPrices | undefined {
  return versions
    .filter((version) => version.platform === platform && version.validFrom <= date)
    .reduce<PlatformPrices | undefined>(
      (found, version) => (found === undefined || version.validFrom > found.validFrom ? version : found),
      undefined,
    );
}

/** What a fact keeps of the price of the event that told it. */
export interface EventCost {
  readonly item: string;
  /** False where no rate card holds or it lacks the item: the municipality is not charged. */
  readonly isPassedOn: boolean;
}

/** What the fact of a receipt keeps of the price that the platform told. */
export interface PlatformCost {
  readonly deliveryId: string;
  readonly item: string;
  /** The platform's own words, as JSON text, where they are not too long. */
  readonly told?: string;
  /** False where no rate card holds: the municipality is not charged. */
  readonly isPassedOn: boolean;
}
