import { multiplyEuro, type EuroText } from '../domain/money.js';
import type { Meter } from '../domain/vocabulary.js';
import type { ApiTariff } from './api-deps.js';

/** The version of a tariff in force on a local date `YYYY-MM-DD`. */
export function tariffOn(tariffs: readonly ApiTariff[], name: string, date: string): ApiTariff | undefined {
  return tariffs
    .filter((one) => one.name === name && one.validFrom <= date)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

export interface Priced {
  readonly unitPriceEuro: EuroText | null;
  readonly amountEuro: EuroText | null;
}

/** What ledger units cost, exact. Null when the settings do not know the tariff: never a guess. */
export function priceOf(
  tariffs: readonly ApiTariff[],
  entry: { readonly tariff: string; readonly meter: Meter; readonly quantity: number; readonly date: string },
): Priced {
  const unitPriceEuro = tariffOn(tariffs, entry.tariff, entry.date)?.unitPriceEuro[entry.meter] ?? null;
  return {
    unitPriceEuro,
    amountEuro: unitPriceEuro === null ? null : multiplyEuro(unitPriceEuro, String(entry.quantity)),
  };
}
