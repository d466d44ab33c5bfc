import { negateEuro, sumEuro } from '../../domain/money.js';
import type { MunicipalityTariffs, TariffTotals } from './tariff-report.js';

/** Exact sums of what municipalities pay now, would pay, and would pay at the least. */
export function sumTariffs(municipalities: readonly MunicipalityTariffs[], named: string | null): TariffTotals {
  const nowEuro = sumEuro(municipalities.map(({ now }) => now.totalEuro));
  const triedEuro =
    named === null ? null : sumEuro(municipalities.flatMap(({ tried }) => (tried === null ? [] : [tried.totalEuro])));
  // Without a complete amount of any tariff, what it costs now is the least that is known.
  const cheapest = municipalities.map(
    ({ now, choices }) => choices.find(({ isCheapest }) => isCheapest)?.totalEuro ?? now.totalEuro,
  );
  return {
    ...{ nowEuro, triedEuro, cheapestEuro: sumEuro(cheapest) },
    differenceEuro: triedEuro === null ? null : sumEuro([triedEuro, negateEuro(nowEuro)]),
    isComplete: municipalities.every(({ now, tried }) => now.isComplete && tried?.isComplete !== false),
  };
}
