import type { EuroText } from '../../domain/money.js';
import type { PoolSplit } from '../../domain/pool.js';
import type { Meter } from '../../domain/vocabulary.js';

/** Which rule of a tariff made a line. `unknown`: the settings do not know the tariff, so there is no amount. */
export const RATING_RULES = [
  'subscription',
  'free',
  'unit',
  'graduated',
  'volume',
  'package',
  'unknown',
  'surcharge',
  'meter-discount',
  'pool-share',
  'cap',
  'total-discount',
  'minimum',
] as const;
export type RatingRule = (typeof RATING_RULES)[number];

/** One line of a bill. The amounts of all lines together are the total, exactly. */
export interface RatedLine {
  readonly rule: RatingRule;
  /** Null for a line about the whole month. */
  readonly meter: Meter | null;
  readonly tariff: string;
  /** `validFrom` of the version; null when the settings do not know the tariff: never a guess. */
  readonly tariffVersion: string | null;
  /** Unit numbers of the month that the line is about, such as `1-500` or `501-`; the label of a surcharge or discount. */
  readonly bracket: string | null;
  /** Units of the ledger that stand in this line and in no other; 0 for a surcharge, a discount and the like. */
  readonly units: number;
  /** What the price is multiplied by: units, packages, euros that a platform charged, or 1. */
  readonly quantity: number;
  readonly unitPriceEuro: EuroText | null;
  /** Exact, VAT not included; null when it is not known. */
  readonly amountEuro: EuroText | null;
  /** The line in one Dutch sentence. */
  readonly sentence: string;
}

/** What the sentence about a share of a pool tells. */
export interface PoolWords {
  readonly name: string;
  readonly split: PoolSplit;
  readonly pooledUnits: number;
  readonly ownUnits: number;
  /** Null where a price is not known. */
  readonly pooledEuro: EuroText | null;
  readonly aloneEuro: EuroText | null;
  readonly shareEuro: EuroText | null;
}

/** A line before it is put into words. */
export type UnsaidLine = Omit<RatedLine, 'sentence'> & {
  /** For a share of a pool. */
  readonly pool?: PoolWords;
  /** For a fee of a part of the month. */
  readonly days?: { readonly counted: number; readonly ofMonth: number };
};
