import type { EuroText } from '../../domain/money.js';
import type { RatedUsage } from '../rating/rate-usage.js';

/** A sentence that changes no amount and that nobody may miss, in Dutch for who pays and in English for who operates. */
export interface Remark {
  readonly nl: string;
  readonly en: string;
}

/** What a month costs under one tariff. All amounts are exact, in euro, VAT not included. */
export interface TariffCost extends RatedUsage {
  readonly tariff: string;
}

/** What a month would have cost under a tariff. */
export interface TariffChoice extends Omit<TariffCost, 'lines'> {
  /** Against what it costs now; below zero when the tariff is cheaper. */
  readonly differenceEuro: EuroText;
  /** The municipality had it at the end of the month. */
  readonly isCurrent: boolean;
  /** The least of all whose amount is complete; several when they cost the same. */
  readonly isCheapest: boolean;
  /** The municipality has the plan and the policy that the tariff asks for. */
  readonly meetsConditions: boolean;
  readonly remarks: readonly Remark[];
}

export interface TriedCost extends TariffCost, Pick<TariffChoice, 'differenceEuro' | 'meetsConditions' | 'remarks'> {}

export interface MunicipalityTariffs {
  readonly tenant: string;
  readonly now: TariffCost;
  /** Null when no tariff was named. */
  readonly tried: TriedCost | null;
  /** Every tariff, cheapest first; those without a complete amount last. */
  readonly choices: readonly TariffChoice[];
}

/** Exact sums over the municipalities. */
export interface TariffTotals {
  readonly nowEuro: EuroText;
  readonly triedEuro: EuroText | null;
  readonly differenceEuro: EuroText | null;
  /** When each had its own cheapest tariff. */
  readonly cheapestEuro: EuroText;
  readonly isComplete: boolean;
}

/** What other tariffs would have made of a month. */
export interface TariffReport {
  readonly period: string;
  /** ISO instants; `until` is not included. */
  readonly from: string;
  readonly until: string;
  readonly asOf: string;
  /** Hashes of the settings in force and of those that were tried. */
  readonly settings: { readonly inForce: string; readonly tried: string };
  readonly tariff: string | null;
  /** Versions that begin after the month's first day and were tried as if they had held since then. */
  readonly broughtForward: readonly string[];
  readonly remarks: readonly Remark[];
  readonly municipalities: readonly MunicipalityTariffs[];
  readonly totals: TariffTotals;
}
