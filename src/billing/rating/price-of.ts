import { multiplyEuro, type EuroText } from '../../domain/money.js';
import { billedQuantity } from '../../domain/platform-price.js';
import { tariffOn, type Tariff } from '../../domain/tariff.js';
import type { Meter } from '../../domain/vocabulary.js';

export interface Priced {
  readonly unitPriceEuro: EuroText | null;
  readonly amountEuro: EuroText | null;
}

export interface EntryToPrice {
  readonly tariff: string;
  /** Null for an entry from before entries cited a version. */
  readonly tariffVersion: string | null;
  readonly meter: Meter;
  readonly quantity: number;
  readonly date: string;
}

const UNKNOWN: Priced = { unitPriceEuro: null, amountEuro: null };

/**
 * What one ledger entry costs by itself, exact, without what holds for a month as a whole. Null when the settings do
 * not know the tariff, and for a meter whose price follows from the number of units in the month: never a guess.
 */
export function priceOf(versions: readonly Tariff[], entry: EntryToPrice): Priced {
  const { tariff, tariffVersion, meter, quantity, date } = entry;
  const version =
    tariffVersion === null
      ? tariffOn(versions, tariff, date)
      : versions.find(({ name, validFrom }) => name === tariff && validFrom === tariffVersion);
  if (version === undefined || version.rates?.[meter] !== undefined) {
    return UNKNOWN;
  }
  const unitPriceEuro = version.unitPriceEuro[meter];
  return { unitPriceEuro, amountEuro: multiplyEuro(unitPriceEuro, String(billedQuantity(meter, quantity))) };
}
