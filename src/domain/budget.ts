import { compareEuro, multiplyEuro, type EuroText } from './money.js';

/** What a municipality means to spend in a month. */
export interface Budget {
  /** Exact decimal text, VAT not included. */
  readonly monthEuro: EuroText;
  /** Shares of it at which somebody is told: 0.5 is half, 1 is all. */
  readonly warnAt: readonly number[];
}

export interface BudgetState {
  readonly monthEuro: EuroText;
  /** The shares that were reached, in rising order. */
  readonly reached: readonly number[];
  /** Whether the month will cost more, by the forecast; null where there is none. */
  readonly willExceed: boolean | null;
}

/**
 * How a month stands against its budget.
 *
 * @param chargesEuro of the month to date, exact
 * @param forecastEuro of the whole month, exact; null when nothing is known yet
 */
export function budgetState(
  { monthEuro, warnAt }: Budget,
  chargesEuro: EuroText,
  forecastEuro: EuroText | null,
): BudgetState {
  const reached = warnAt
    .toSorted((a, b) => a - b)
    .filter((share) => compareEuro(chargesEuro, multiplyEuro(monthEuro, String(share))) >= 0);
  return { monthEuro, reached, willExceed: forecastEuro === null ? null : compareEuro(forecastEuro, monthEuro) > 0 };
}
