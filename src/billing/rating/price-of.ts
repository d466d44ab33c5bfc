import { multiplyEuro, type EuroText } from '../../domain/money.js';
import type { Meter } from '../../domain/vocabulary.js';
import { tariffOn, type TariffVersion } from './rate-usage.js';

export interface Priced {
  readonly unitPriceEuro: EuroText | null;
  readonly amountEuro: EuroText | null;
}

/** What one ledger entry costs, exact. Null when the settings do not know the tariff: never a guess. */
export function priceOf(
  versions: readonly TariffVersion[],
  entry: { readonly tariff: string; readonly meter: Meter; readonly quantity: number; readonly date: string },
): Priced {
  const unitPriceEuro = tariffOn(versions, entry.tariff, entry.date)?.unitPriceEuro[entry.meter] ?? null;
  return {
    unitPriceEuro,
    amountEuro: unitPriceEuro === null ? null : multiplyEuro(unitPriceEuro, String(entry.quantity)),
  };
}
