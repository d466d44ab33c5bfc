import { compareEuro, multiplyEuro, type EuroText } from './money.js';

/** What a municipality means to spend in a month. */
export interface Budget {
  /** Exact decimal text, VAT not included. */
  readonly monthEuro: EuroText;
  /** Shares of it at which somebody is told: 0.5 is half, 1 is all. */
  readonly warnAt: readonly number[];
  /**
   * What platforms may charge in a month, at their own prices, before Schakel reads less of what they charge for. A soft
   * cap: what citizens write still comes in, and answers still leave. Exact decimal text.
   */
  readonly platformEuro?: EuroText;
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

/**
 * Whether looks that are paid for have to become rare.
 *
 * @param platformEuro what platforms charged in the month to date, exact
 */
export function mustReadLess(budget: Budget | undefined, platformEuro: EuroText): boolean {
  return budget?.platformEuro !== undefined && compareEuro(platformEuro, budget.platformEuro) >= 0;
}

const RARER = 12;
const RAREST_MS = 6 * 3_600_000;

/** The pause between two paid looks of a municipality that reached its soft cap: twelve times as long, six hours at most. */
export function rarePauseMs(everyMs: number): number {
  return Math.max(everyMs, Math.min(everyMs * RARER, RAREST_MS));
}
