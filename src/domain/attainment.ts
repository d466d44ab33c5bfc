/** Promises that were decided: kept in time, or not. What was excluded or is still open is in neither. */
export interface DecidedPromises {
  readonly met: number;
  /** Not kept, or kept too late. */
  readonly breached: number;
}

export interface Attainment {
  readonly decided: number;
  /**
   * Decimal text from 0 to 1 with at most six decimals, rounded down: it never says more than was kept, and it is "1"
   * only when all of them were. Null when nothing was decided.
   */
  readonly share: string | null;
}

const DECIMALS = 6;

/**
 * The share of promises that was kept. Whole numbers throughout, so that two readers of one month never differ in the
 * last digit. Throws RangeError for what is no count.
 */
export function attainmentOf({ met, breached }: DecidedPromises): Attainment {
  if (!Number.isSafeInteger(met) || !Number.isSafeInteger(breached) || met < 0 || breached < 0) {
    throw new RangeError('promises are counted in whole numbers of zero or more');
  }
  const decided = met + breached;
  if (decided === 0) {
    return { decided, share: null };
  }
  const scaled = (BigInt(met) * 10n ** BigInt(DECIMALS)) / BigInt(decided);
  const digits = scaled.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  const whole = digits.slice(0, -DECIMALS);
  return { decided, share: fraction === '' ? whole : `${whole}.${fraction}` };
}
