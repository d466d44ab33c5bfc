import type { EuroText } from './money.js';
import type { ClockName, ServicePlan } from './sla/vocabulary.js';
import type { Meter } from './vocabulary.js';

/** A step of a price: its price holds up to and with unit number `upTo` of the month, or without end when absent. */
export interface Bracket {
  readonly upTo?: number;
  readonly unitPriceEuro: EuroText;
}

/** A bundle of units for one price. A bundle that was begun is paid whole. */
export interface PricePackage {
  readonly units: number;
  readonly priceEuro: EuroText;
}

/**
 * How the units of one meter in one month are priced. At most one of `graduated`, `volume` and `package`; without any
 * of them each unit costs the unit price of the tariff.
 */
export interface MeterRate {
  /** Units of the month that cost nothing; the first ones. */
  readonly free?: number;
  /** Each unit costs the price of the bracket that it falls in. */
  readonly graduated?: readonly Bracket[];
  /** All units cost the price of the bracket that the total of the month falls in. */
  readonly volume?: readonly Bracket[];
  readonly package?: PricePackage;
}

/** More for each unit that meets the condition, free units included. */
export interface Surcharge {
  /** Dutch, for the line of the bill. */
  readonly label: string;
  readonly meter: Meter;
  readonly when: { readonly hours?: 'outside'; readonly channels?: readonly string[] };
  /** Exact decimal text in euro. */
  readonly unitEuro: EuroText;
}

/** Less, in percent of the lines of one meter, or of the whole when no meter is named. */
export interface Discount {
  /** Dutch, for the line of the bill. */
  readonly label: string;
  readonly meter?: Meter;
  /** Exact decimal text, from 0 to 100. */
  readonly percent: string;
}

/** What is given back for a month in which promises were not kept. */
export interface ServiceCredit {
  /** Dutch, for the line of the bill. */
  readonly label: string;
  /** The promise that is looked at; all of them together when absent. */
  readonly clock?: ClockName;
  /** Due when the share of promises that was kept is less than this: decimal text from 0 to 1. */
  readonly below: string;
  /** Of what the month costs, exact decimal text from 0 to 100. */
  readonly percent: string;
}

/** One dated version of a price list. Amounts are exact decimals in euro, VAT not included. Never changed once applied. */
export interface Tariff {
  readonly name: string;
  /** First local date `YYYY-MM-DD` on which this version holds. */
  readonly validFrom: string;
  /** The level of service that it sells; a municipality with the tariff must have that plan. */
  readonly tier?: ServicePlan;
  /** Names of the policies that go with it; any when absent. */
  readonly slaPolicies?: readonly string[];
  readonly monthlyFeeEuro: EuroText;
  readonly unitPriceEuro: Readonly<Record<Meter, EuroText>>;
  readonly rates?: Readonly<Partial<Record<Meter, MeterRate>>>;
  /** By which use is within or outside office hours; the calendar of the municipality when absent. */
  readonly officeHours?: string;
  readonly surcharges?: readonly Surcharge[];
  readonly discounts?: readonly Discount[];
  readonly serviceCredits?: readonly ServiceCredit[];
  /** The most that the use of a month may cost, beside the monthly fee. */
  readonly overageCapEuro?: EuroText;
  /** The least that a month costs, fee included. */
  readonly minimumEuro?: EuroText;
}

/** The version of a tariff in force on a local date `YYYY-MM-DD`; undefined before the first one. */
export function tariffOn(versions: readonly Tariff[], name: string, date: string): Tariff | undefined {
  let found: Tariff | undefined;
  for (const version of versions) {
    const holds = version.name === name && version.validFrom <= date;
    if (holds && (found === undefined || version.validFrom > found.validFrom)) {
      found = version;
    }
  }
  return found;
}
